import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-hands-over-any-answer.test.ts',
    title: 'hands over any answer, also a 404',
    purpose: 'get out of amber, then find that fetch does this already',
    firstLight: 'amber',
    hints: {
      question: 'The test imports a name that is not there yet. What is the least that makes it be there?',
      pointer:
        'Export a function createClient from my-client/src/index.ts. It returns a function of (input, init) that calls fetch.',
    },
  },
  {
    kind: 'test',
    test: '02-says-that-the-network-failed.test.ts',
    title: 'says that the network failed',
    purpose: 'an error a program can read',
    hints: {
      question: 'fetch rejects with a TypeError. What does it lack that the test asks for?',
      pointer:
        'Write a class that extends Error and has a code, in a file of its own. Catch what fetch throws, and throw yours. A try only catches what is awaited inside it.',
    },
  },
  {
    kind: 'test',
    test: '03-keeps-what-really-happened.test.ts',
    title: 'keeps what really happened as its cause',
    purpose: 'a better error must not know less than the worse one',
    hints: {
      question: 'Your catch has the first error in its hand. Where does it go?',
      pointer: 'The constructor of Error takes a second argument: super(message, { cause }).',
    },
  },
  {
    kind: 'test',
    test: '04-tells-refused-from-too-late.test.ts',
    title: 'tells a refused connection from one that took too long',
    purpose: 'different failures, different codes',
    hints: {
      question: 'All three outages are the same TypeError. Where do they begin to differ?',
      pointer:
        'At cause.code: ECONNREFUSED is refused; UND_ERR_CONNECT_TIMEOUT and ETIMEDOUT are timeout; the rest is network.',
    },
  },
  {
    kind: 'test',
    test: '05-gives-no-secret-away.test.ts',
    title: 'names the host and gives no secret away',
    purpose: 'whatever is in a message is in a log',
    hints: {
      question: 'Which part of the URL helps whoever reads the log, and which part helps a thief?',
      pointer: 'new URL(input) has origin and pathname. The query string is in neither.',
    },
  },
  {
    kind: 'test',
    test: '06-hands-back-the-callers-reason.test.ts',
    title: "hands back the caller's own reason when the caller gives up",
    purpose: 'giving up is no failure of the network',
    hints: {
      question: 'In your catch, how can you know that it was the caller who stopped?',
      pointer:
        'init?.signal?.aborted is true then, and init.signal.reason is what they gave. Throw that, as it is.',
    },
  },
];
