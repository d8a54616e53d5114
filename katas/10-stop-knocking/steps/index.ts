import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'own',
    id: 'refuses-at-once',
    title: 'refuses at once after so many failures in a row, and says when to come back',
    purpose: 'the next call would hear what the last ones heard',
    hints: {
      question: 'A thousand calls, and each waits to hear the same. Which of them could have known it?',
      pointer:
        'In the test: answers(503), so many calls, and one more; its code, its retryAfterMs, and service.requests. A 503 is an answer, and still a failure here. In the client: a function around the one that sends, made once for the client; it counts, remembers until when it is open, and throws a ClientError with a retryAfterMs before it sends.',
    },
  },
  {
    kind: 'own',
    id: 'counts-anew',
    title: 'counts anew after a success',
    purpose: 'two failures a day are no outage',
    hints: {
      question: 'One call in ten fails, for weeks. After how many calls is your circuit open?',
      pointer:
        'In the test: answers(503, 200, 503, 200, 503), with two in a row, and what becomes of each call. In the client: a success sets the count to nothing.',
    },
  },
  {
    kind: 'own',
    id: 'each-origin',
    title: 'asks other origins all the same',
    purpose: 'one service is down, not the world',
    hints: {
      question: 'Your client calls two services. One of them is down. Whom do you refuse?',
      pointer:
        'In the test: two remotes, one client, and calls by whole URL. In the client: a Map from url.origin to what you count. Where a redirect leads elsewhere, each request has its own origin already.',
    },
  },
  {
    kind: 'own',
    id: 'finds-out',
    title: 'asks again after the cool-down: a success closes the circuit, a failure opens it again',
    purpose: 'it mends itself, with nobody awake',
    hints: {
      question: 'Who tells your client that the service is back?',
      pointer:
        'In the test: pass the cool-down and a tenth, twice: first the service still answers 503, and the call after that one is refused; then it answers 200, and so do all calls after it. In the client: no timer is needed. The next call looks at performance.now(). What you count may stay where it is until a success.',
    },
  },
  {
    kind: 'own',
    id: 'one-probe',
    title: 'lets one probe through, and refuses all others until it is back',
    purpose: 'who gets up is not to be knocked down again',
    hints: {
      question:
        'The cool-down is over, and a hundred calls come in the same second. How many does the service see?',
      pointer:
        'In the test: slow(500) after the outage, three calls at once, and service.requests before anything has come back. In the client: whoever is let through shuts the door. If a probe shuts it for another cool-down, one that never comes back cannot keep it shut for ever.',
    },
  },
  {
    kind: 'own',
    id: 'counts-no-callers-fault',
    title: 'counts neither a 404 nor a caller who leaves',
    purpose: 'only what the service is to blame for',
    hints: {
      question: 'A 404, a 503, an impatient user. Which of them says that the service is down?',
      pointer:
        "In the test: more 404s than it takes, then more aborts than it takes while it is slow, and a call that is answered; then open the circuit, abort the probe, and the next call is sent at once. In the client: a third verdict beside good and bad. The call's own signal tells a caller who left from a timeout; a probe that says nothing makes room for another.",
    },
  },
  {
    kind: 'own',
    id: 'no-late-news',
    title: 'believes nothing that was sent before it opened',
    purpose: 'a late answer speaks of an earlier time',
    hints: {
      question:
        'An answer is under way when the circuit opens, and arrives a second later: 200. What does it say of now?',
      pointer:
        'In the test: slow(1000), a call and pass(10), and down(); now other calls open the circuit. After the late 200 a call is still refused; a late 503 makes the cool-down no longer. In the client: give each attempt a number that changes with every opening and every probe, and look at it when the attempt comes back.',
    },
  },
  {
    kind: 'own',
    id: 'ends-the-retrying',
    title: 'ends the retrying while it is open',
    purpose: 'two good ideas, and one of them must yield',
    hints: {
      question: 'Your retry takes every error for a passing one. What does it do with a refusal?',
      pointer:
        'In the test: retry and breaker together, the circuit open; a call is refused at once, not after all its waits. In the client: the retry stands outside, so it sees your error come by. Let it know that one, and throw it on.',
    },
  },
];
