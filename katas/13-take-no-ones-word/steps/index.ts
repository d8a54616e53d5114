import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'own',
    id: 'a-known-key',
    title: 'accepts what a known key has signed, and says the same of a stranger and of a forger',
    purpose: 'who it is, before anything else',
    firstLight: 'amber',
    hints: {
      question: 'A stranger tries one keyid after the other. What do your answers tell them?',
      pointer:
        'In the test: await signed(request, shop.signer) gives what the right sender sends; a second keyPair of the same name is a forger, one of another name a stranger. Unsigned is refused too. In the client: readSignatures, then signatureBase over the names and the values that you find in the request, typed as Components, and the key from policy.keys. Nobody known and nothing that holds are one code.',
    },
  },
  {
    kind: 'own',
    id: 'all-of-it',
    title: 'refuses what leaves out the method, the URL or the body, or covers what is not there',
    purpose: 'a signature says nothing of what it leaves out',
    hints: {
      question: 'A signature that covers nothing at all is easily made, and holds. What did its owner sign?',
      pointer:
        "In the test: signed with covered: ['@method'], then without '@method', then a body without 'content-digest', then an 'idempotency-key' that the request does not have. In the client: look at the names before you look at the signature. An absent header is not an empty one.",
    },
  },
  {
    kind: 'own',
    id: 'the-body',
    title: 'refuses a body other than the one that was signed',
    purpose: 'a digest that nobody compares protects nothing',
    hints: {
      question: 'The signature holds, and it covers the digest. What has looked at the body so far?',
      pointer:
        'In the test: sign a request, then make new Request(request, { body }) of it with another body, and its digest as it was. The right one is accepted, and its text can still be read afterwards. In the client: the function that made the digest in kata 12 makes one of the octets that came; read them from request.clone().',
    },
  },
  {
    kind: 'own',
    id: 'of-now',
    title: 'accepts what is of now, and forgives clocks that differ',
    purpose: 'an old signature holds as well as a new one',
    hints: {
      question: 'Their clock is 20 seconds ahead of yours. How old is what they have just sent?',
      pointer:
        'In the test: created a little within and a little beyond maxAgeMs and skewMs, on either side. In the client: an age in milliseconds from a created in seconds. The skew makes both limits wider, never narrower.',
    },
  },
  {
    kind: 'own',
    id: 'once',
    title: 'accepts a request once, and lets nobody use up a nonce that is not theirs',
    purpose: 'whoever has heard it can say it again',
    hints: {
      question: 'A forger has seen a nonce and is faster than its owner. Whose request do you refuse?',
      pointer:
        'In the test: the same request twice; a forged one with the same nonce before the right one; the same nonce of two senders; and again after a long time, as long as it is not too old. In the client: ask the store after all else, and wait for what it says. The id is made of keyid and nonce, by JSON.stringify as in kata 7.',
    },
  },
  {
    kind: 'own',
    id: 'our-own-word',
    title: 'takes neither its own address nor the algorithm from the request',
    purpose: 'what a sender says of you is not for them to say',
    hints: {
      question:
        'Something was signed for staging.example.test. Who sends it to you, and whose name is in its Host?',
      pointer:
        "In the test: a request for another origin, rightly signed; one that reached you through a proxy, as http://10.0.0.7:8080/orders with the headers of what was signed; one with alg: 'hmac-sha256'. In the client: the URL is policy.origin and the path and query that came. An alg is compared with the key's and never chooses.",
    },
  },
  {
    kind: 'own',
    id: 'one-is-enough',
    title: 'needs one good signature, first or last, and never two halves',
    purpose: 'proxies sign too, and so does anybody on the way',
    hints: {
      question:
        'Somebody on the way adds a signature of their own to a good request. What has changed for you?',
      pointer:
        "In the test: sign a request twice, with label: 'sig2' for the second; good and bad, bad and good, and two of which one covers '@method' and the other '@target-uri'. In the client: each signature has to meet everything by itself. The first that does decides, and an error of one is no reason to stop.",
    },
  },
  {
    kind: 'own',
    id: 'hands-over',
    title: 'hands over what was signed, and nothing else that came',
    purpose: 'nobody works with what was not signed, not even by mistake',
    hints: {
      question: 'The signature holds. Somebody on the way has added X-Role: admin. Who reads it next?',
      pointer:
        'In the test: sign a request, add a header to it, and look at view.headers; one that was covered is there. The body is there where its digest was covered. In the client: you have the names and values of what is covered already.',
    },
  },
];
