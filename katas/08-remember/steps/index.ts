import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-gives-a-fresh-answer-again.test.ts',
    title: 'gives a fresh answer again without asking, until its time is over',
    purpose: 'the safest request is the one that is not sent',
    hints: {
      question:
        'All calls of the client share what is kept, and each call makes its own retry. Where is the place for both?',
      pointer:
        'A function around what retries, made once in createClient, with an array or a Map in it: look the URL up, and send only where nothing fresh is there. It stands inside what follows redirects, so that each address is one of its own. max-age is in seconds, performance.now() in milliseconds.',
    },
  },
  {
    kind: 'own',
    id: 'a-body-of-their-own',
    title: 'gives each caller the whole answer, with a body of their own',
    purpose: 'a body is a stream, and a stream is read once',
    hints: {
      question: 'The first caller has read the body to its end. What is left of it for the second?',
      pointer:
        'In the test: three calls, and what textOf says of each, with a header too. In the client: await response.arrayBuffer() before you keep it, and new Response(bytes, response) for each caller, the first one too. A 204 has no bytes: null.',
    },
  },
  {
    kind: 'own',
    id: 'only-what-may-be-kept',
    title: 'keeps only what the service allows, of a GET, and whole',
    purpose: 'nothing without permission',
    hints: {
      question:
        'Somebody orders tea twice, by POST, and the first answer said max-age=60. How often is tea ordered?',
      pointer:
        "In the test: no Cache-Control, no-store, no-cache, a POST, lying('cut'); two calls of each, and two requests. In the client: every method but GET goes straight on. Hand over as it came what is no 200 or has no time left. A body that breaks off rejects arrayBuffer(); make a ClientError of it, or throw the signal's reason where that is aborted.",
    },
  },
  {
    kind: 'own',
    id: 'how-old-it-is',
    title: 'takes the age of an answer off its time',
    purpose: 'others on the way keep answers too',
    hints: {
      question: 'A proxy has had this answer for 50 of its 60 seconds. For how long is it still right?',
      pointer:
        "In the test: headers { 'cache-control': 'max-age=60', age: '50' }; after 5 seconds it is given again, after 11 it is not. In the client: one subtraction, where you read max-age.",
    },
  },
  {
    kind: 'own',
    id: 'whose-answer-it-is',
    title: 'gives nobody the answer of another user',
    purpose: 'a server has many users, and one memory',
    hints: {
      question:
        'Your client runs in a server. Alice asked a second ago, and now Bob does, at the same URL. What does he see?',
      pointer:
        'In the test: an answer that names its user, such as answers((seen) => ({ headers, body: seen.headers.authorization })), and calls of Alice, Bob and nobody, twice. In the client: keep the headers of the request beside the answer; only who sends the same Authorization and the same Cookie gets it.',
    },
  },
  {
    kind: 'own',
    id: 'what-vary-names',
    title: 'tells answers apart by the headers that Vary names',
    purpose: 'one address, several answers',
    hints: {
      question:
        'The menu is to be had in English and in French, at one URL. Who knows that, and who says it?',
      pointer:
        "In the test: vary: 'Accept-Language' and two languages, twice, with an X-Request-Id that always differs; two requests. Then vary: '*'. In the client: you have the headers of both requests already. Compare those that the kept answer names; two answers may stand beside each other. A star is never kept.",
    },
  },
  {
    kind: 'own',
    id: 'forgets-what-was-written',
    title: 'forgets an answer when its address is written to',
    purpose: 'who changes something wants to see it',
    hints: {
      question: 'Somebody changes the order, and looks at it at once. What do they see?',
      pointer:
        'In the test: GET, PUT, GET. Then a GET that is slow(500), a PATCH in the meantime, and a last GET. In the client: not GET, HEAD or OPTIONS, and answered with less than 400: throw away what you have for this address. An answer still on its way tells of the time before; count the writes, and see whether the number has changed.',
    },
  },
  {
    kind: 'own',
    id: 'forgets-the-oldest',
    title: 'keeps no more than maxEntries',
    purpose: 'a memory without a limit is a leak',
    hints: {
      question: 'A crawler asks for a million addresses, once each. How much of that does your client keep?',
      pointer:
        'In the test: maxEntries: 2; /1, /2, /3, then /3 and /1 again; the last of them is asked for. In the client: where something is added, something goes. Which one is yours to say.',
    },
  },
];
