import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'own',
    id: 'asks-the-service',
    title: 'says up for a 2xx of the service itself, and down for all else, never an error',
    purpose: "kata 1's question, asked as your client asks",
    firstLight: 'amber',
    hints: {
      question: 'A 503, a redirect to a friendly page, nobody there. Which of them may show the feature?',
      pointer:
        "In the test: answers(204), answers(503), redirects(…) to a second remote, down(); for each the isUp of await client.upcheck(). In the client: Object.assign(call, { upcheck }) gives a function a method. Ask through what you have, with redirect: 'manual', and make of every error a ClientError with the code down.",
    },
  },
  {
    kind: 'own',
    id: 'own-time',
    title: 'waits no longer than its own short time',
    purpose: 'a page waits for it before it does anything',
    hints: {
      question: 'An attempt may take ten seconds. How long may the question take whether to try at all?',
      pointer:
        'In the test: slow(5000), timeoutMs 300, pass(400), and what upcheck has said by then. In the client: AbortSignal.timeout is a signal that a call takes.',
    },
  },
  {
    kind: 'own',
    id: 'past-the-retry',
    title: 'asks once, with no retry, and counts for nothing in the circuit',
    purpose: 'who wants to know it now is not helped by a second try',
    hints: {
      question: 'The service fails at /up and does its work well. What do five users find who only asked?',
      pointer:
        'In the test: retry and breaker together, answers(503), more upchecks than it takes to open the circuit; service.requests, and then a call that is answered. In the client: the question goes around both, straight to what sends, with a timer of its own. What looks at every address for https still has to stand before it.',
    },
  },
  {
    kind: 'own',
    id: 'left-alone',
    title: 'says down without asking while the circuit is open',
    purpose: 'your client knows the answer already',
    hints: {
      question: 'Three calls in a row have failed a second ago. Whom do you ask whether it is up?',
      pointer:
        'In the test: calls until the circuit is open, then steady(); upcheck says down with the code circuit-open, and service.requests stays as it was. Pass the cool-down and a tenth: up. In the client: look at the circuit without going through it, or your question is the probe. What admits a call knows how to look.',
    },
  },
  {
    kind: 'own',
    id: 'once',
    title: 'asks once within a web request, however many ask, and anew in the next',
    purpose: 'one answer for the whole page',
    firstLight: 'amber',
    hints: {
      question: 'The menu, the sidebar and the page ask at the same moment. How many requests is that?',
      pointer:
        'In the test: two upchecks at once within requestScope, then down() and a third; all say up, and there was one request. The next requestScope says down. In the client: an AsyncLocalStorage that holds a Map from each client to its answer. If you keep what came back, those who ask at the same time find nothing there yet. What can you keep at once?',
    },
  },
  {
    kind: 'own',
    id: 'explains',
    title: 'explains a failure in a sentence without our addresses, with a status and a time',
    purpose: 'what happened, for someone who cannot mend it',
    firstLight: 'amber',
    hints: {
      question: 'Your error names the host and the path. Who reads it?',
      pointer:
        "In the test: the errors of a service that is down, of an open circuit, and a TypeError of your own; status, retryAfterMs, and that the sentence names the feature and not the host. In the client: a pure function. It makes its sentence from the feature alone, never from the error's message.",
    },
  },
  {
    kind: 'own',
    id: 'answers-users',
    title: 'answers a user with "please try later", and says when',
    purpose: 'a status that says it, and not a 200 with an excuse',
    firstLight: 'amber',
    hints: {
      question: 'Retry-After: 10000. When does a well-behaved program come back?',
      pointer:
        'In the test: open a circuit with a cool-down of 10 s, hand its error to explainTo, and look at status, Retry-After and text. In the client: a Response from what explain says. Milliseconds inside, seconds outside, and rounded up.',
    },
  },
];
