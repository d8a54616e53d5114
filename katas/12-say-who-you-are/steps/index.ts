import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'own',
    id: 'who-asks-for-what',
    title: 'signs the method and the whole URL, so that the other end can verify it',
    purpose: 'a request that says who sent it, and cannot be bent into another',
    hints: {
      question: 'Somebody on the way turns GET into DELETE, or page=1 into page=2. What has to be signed?',
      pointer:
        "In the test: a call to a URL with a query, and signatureOf(service.requests[0], shop.verifyKey); its verdict and what is covered. If the verdict is not holds, it shows the text that should have been signed. In the client: an async function that takes what is about to be sent and returns it with two more headers. The names and values are your Components, signatureInput and signatureBase make text of them, and Buffer.from(octets).toString('base64') goes between the colons. A fragment is not sent, so it is not signed.",
    },
  },
  {
    kind: 'own',
    id: 'the-body',
    title: 'signs the digest of the octets it sends',
    purpose: 'the body is too long to be covered, its digest is not',
    hints: {
      question:
        'A FormData chooses its boundary anew each time it is read. Which octets does your digest belong to?',
      pointer:
        "In the test: bodies of several kinds; content-digest against createHash('sha256') of node:crypto over the bytes of the request that came. In the client: let new Request(url, init) make octets of whatever the body is, read them once by arrayBuffer(), and send those octets with the headers of that Request. A call without a body has no digest.",
    },
  },
  {
    kind: 'own',
    id: 'key-and-token',
    title: 'signs the idempotency key and the token where a request has them',
    purpose: 'a signature goes for one order, and for one who orders',
    hints: {
      question:
        'A signed order is caught on its way and sent again with another Idempotency-Key. How many orders are that?',
      pointer:
        'In the test: idempotencyKeys and an Authorization among the headers; covered names both. A plain GET covers neither. In the client: it is signed when all headers are there. A header that is absent is left out: it is not the same as an empty one.',
    },
  },
  {
    kind: 'own',
    id: 'each-attempt',
    title: 'signs each attempt anew, with a time and a nonce of its own',
    purpose: 'who sees a nonce twice takes it for a replay',
    hints: {
      question:
        'The service answers 503 and wants to be asked again in a minute. How old is your signature then?',
      pointer:
        "In the test: answers({ status: 503, headers: { 'retry-after': '60' } }, 201), and signatureOf for both requests: created is 60 apart, nonces differ, the idempotency-key does not. In the client: wrap the innermost send, as timed does, and sign in there.",
    },
  },
  {
    kind: 'own',
    id: 'no-strangers',
    title: 'signs for its own origin, and never for another that a redirect leads to',
    purpose: 'a signature for a stranger is a blank cheque',
    hints: {
      question: 'The service redirects to elsewhere.example.test. In whose name do you ask there?',
      pointer:
        'In the test: redirects to a second remote, which sees no signature-input; then the same by a whole URL, with a baseUrl at home. A redirect within the origin is signed for where it leads to. In the client: whoever signs knows the origin it may sign for: that of baseUrl, or where there is none that of the call. It is compared with the URL of each request.',
    },
  },
];
