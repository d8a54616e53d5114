import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'own',
    id: 'asks-whether-it-holds',
    title: 'asks whether an old answer still holds, and gives it again after a 304',
    purpose: 'a question costs less than an answer',
    hints: {
      question: 'The minute is over, and the menu is the same. How could the service say so in one line?',
      pointer:
        'In the test: an answer with etag: \'"1"\', pass the minute, then a 304; the second request has the header if-none-match, and the caller reads 200 and the old body. In the client: what is old stays where it is; send its ETag along, and make of a 304 the answer you kept.',
    },
  },
  {
    kind: 'own',
    id: 'what-a-304-says',
    title: 'believes what the 304 says: for how long, and what has changed',
    purpose: 'a 304 has headers, and they are the newest',
    hints: {
      question: 'The first answer was good for a minute, and the 304 says ten. When do you ask next?',
      pointer:
        'In the test: a 304 with cache-control: max-age=600 and a header of yours; the caller sees that header, and nothing is sent for ten minutes. In the client: set each header of the 304 on a copy of the kept answer, but for those that begin with content-. An old Age no longer counts. Then keep the copy as if it had just come.',
    },
  },
  {
    kind: 'own',
    id: 'always-asks',
    title: 'keeps what says no-cache, and asks each time',
    purpose: 'no-cache is not no-store',
    hints: {
      question: 'no-cache says: not without asking. Does it say: do not keep it?',
      pointer:
        'In the test: cache-control: no-cache with an ETag, three calls, three requests, and the last two with if-none-match. In the client: something to keep has time left, or an ETag and none. no-store stays as it is.',
    },
  },
  {
    kind: 'own',
    id: 'a-condition-of-their-own',
    title: 'leaves a condition of the caller alone',
    purpose: 'the caller may keep answers too',
    hints: {
      question: 'A caller sends an If-None-Match of their own. Who is the 304 for?',
      pointer:
        'In the test: something fresh is kept, and a call with If-None-Match gets the 304 of the service. In the client: a GET with a header that begins with if-, or a Range, goes straight on, as a POST does; but it is no write.',
    },
  },
  {
    kind: 'own',
    id: 'better-than-none',
    title: 'gives an old answer while the service is down, for as long as it may',
    purpose: 'fail a little, not altogether',
    hints: {
      question:
        'The service is down, and you have the menu of an hour ago. Who decides whether that will do?',
      pointer:
        'In the test: max-age=60, stale-if-error=600; after the minute a 503, down() and a 404; after eleven minutes a 503 again. In the client: usable is fresh and so many seconds more, but not with no-cache or must-revalidate. What fails is 500, 502, 503, 504 and a ClientError; a caller who leaves is none. Read the 503 away with body.cancel().',
    },
  },
  {
    kind: 'own',
    id: 'one-request-for-all',
    title: 'sends one request for all who ask the same at the same time',
    purpose: 'the moment an answer runs out, everybody asks',
    hints: {
      question:
        'The answer runs out, and a hundred callers come in that second. How many requests does the service see?',
      pointer:
        'In the test: slow(500), three calls, one request, three whole bodies; another Authorization is another request; so is a GET after a write that came in between; and after a failure the next call asks. In the client: a Map from all that is asked (URL and headers) to the promise of what comes of it, taken away when it settles. What is not kept has one body: whoever finds it locked asks for themselves.',
    },
  },
  {
    kind: 'own',
    id: 'whoever-leaves',
    title: 'lets whoever leaves go at once, and nobody else with them',
    purpose: 'the first to come is not the captain',
    hints: {
      question:
        'Two wait for one request, and it was sent with the signal of the first. The first one leaves. Why does the second fail?',
      pointer:
        'In the test: slow(500), two calls with a signal each; one leaves, hears its own reason at once, and the other gets the answer; then the other way round. Then one call alone, and abort() and a new call in one line. In the client: the request gets an AbortController of its own; count who waits, listen to each signal, and abort it when the last has left. Take it out of the Map in that moment.',
    },
  },
];
