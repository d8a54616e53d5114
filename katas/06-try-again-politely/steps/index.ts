import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-asks-again-after-a-503.test.ts',
    title: 'asks again after a 503',
    purpose: 'see that the second answer may be another',
    hints: {
      question: 'Where in your client is there one request, with its address checked and its time limited?',
      pointer:
        'Put a function around the one that sends: it takes what sends, and gives back what sends and sends again. The least for this test is one if.',
    },
  },
  {
    kind: 'own',
    id: 'stops-after-so-many',
    title: 'stops after so many retries, and hands over the last answer',
    purpose: 'a bet has a limit, and the last answer is one',
    hints: {
      question:
        'If all answers are 503, how many requests does `retries: 2` mean, and what does the caller hold in the end?',
      pointer:
        'In the test: answers with different bodies, and look at the text and at service.requests. In the client: a loop that counts, returns the response where no attempt may follow, and only then throws a body away with body.cancel().',
    },
  },
  {
    kind: 'own',
    id: 'asks-where-it-may-help',
    title: 'asks again only where the next answer may be another',
    purpose: 'the same question gets the same 404',
    hints: {
      question: 'Which answers speak of this moment, and which of the request?',
      pointer:
        'In the test: each status followed by 200, retries: 1, and a list of what came in the end. In the client: the list of statuses from the README. A 501 says that the service does not know the method; it will not learn it in a second.',
    },
  },
  {
    kind: 'own',
    id: 'asks-after-a-broken-connection',
    title: 'asks again after a broken connection, but places no order twice',
    purpose: 'a lost answer is not a lost order',
    hints: {
      question: 'The connection broke after you had sent. Did the service do what you asked?',
      pointer:
        "In the test: down('reset'), a GET and a POST, and how many requests each made. In the client: catch around the attempt. Throw at once where the call's own signal has aborted, or where the method is not one of those that may be repeated.",
    },
  },
  {
    kind: 'own',
    id: 'waits-longer-and-longer',
    title: 'waits longer on the whole, and no two alike',
    purpose: 'a service that gets up needs room',
    hints: {
      question: 'Twenty clients failed at the same moment. When does the service see them again?',
      pointer:
        'In the test: twenty calls, each with a path of its own, that note Date.now() in the answer; then the sum of the first waits, the sum of the third, and how many of the first are different. In the client: Math.random() times a bound that doubles, and that longestWaitMs stops.',
    },
  },
  {
    kind: 'own',
    id: 'waits-as-long-as-asked',
    title: 'waits at least as long as the service asks',
    purpose: 'whoever is down knows best when to come back',
    hints: {
      question: 'Retry-After has two forms. What does Number make of the second, and setTimeout of that?',
      pointer:
        "In the test: { status: 503, headers: { 'retry-after': '7' } }, nothing sent again after 6.9 seconds, and an answer soon after 7; then the same with new Date(…).toUTCString(). In the client: digits are seconds; else Date.parse minus Date.now(). NaN means that nothing was asked.",
    },
  },
  {
    kind: 'own',
    id: 'does-not-wait-for-days',
    title: 'does not wait for days, nor beyond the deadline',
    purpose: 'an answer now is worth more than a promise',
    hints: {
      question: 'The service asks for 114 hours. What can your caller do with its answer today?',
      pointer:
        'In the test: 414720 seconds, and the 503 is there at once; then 8 seconds with a deadline of 5. In the client: know when the call ends, and compare before you throw the answer away.',
    },
  },
  {
    kind: 'own',
    id: 'ends-the-wait-with-the-caller',
    title: 'ends the wait when the caller does',
    purpose: 'nobody waits for a client that nobody waits for',
    hints: {
      question: 'While your client waits there is no request. Who hears the abort?',
      pointer:
        "In the test: Retry-After of 7 seconds, an abort after one, the caller's reason at once, and no second request ever. In the client: listen to the signal while you wait, and take the listener away afterwards; setTimeout of node:timers/promises takes a signal, but rejects with a reason of its own.",
    },
  },
];
