import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-says-yes-to-200.test.ts',
    title: 'says yes to 200',
    purpose: 'see a first red, and turn it green',
    hints: {
      question: 'What is the least you can type so that the test gets what it expects?',
      pointer:
        'The word after `return` in my-client/src/index.ts is what it got. Nothing has to be fetched yet.',
    },
  },
  {
    kind: 'test',
    test: '02-tells-503-from-204.test.ts',
    title: 'says no to 503, and yes to 204',
    purpose: 'an answer is not yet a yes, and 200 is not the only yes',
    hints: {
      question: 'A function that always says yes knows nothing. What would tell it the difference?',
      pointer: 'await fetch(url) gives a Response. Its `ok` is true for 200 to 299.',
    },
  },
  {
    kind: 'test',
    test: '03-says-no-when-nobody-answers.test.ts',
    title: 'says no when nobody answers, and does not throw',
    purpose: 'no answer is an answer to this question',
    hints: {
      question:
        'fetch rejects when there is no answer. Who should deal with that: you, or everybody who calls you?',
      pointer: 'Put try and catch around the two lines. In the catch, return what "nobody is there" means.',
    },
  },
  {
    kind: 'test',
    test: '04-says-no-to-somebody-else.test.ts',
    title: 'says no when somebody else answers',
    purpose: 'ask the service itself, not where it sends you',
    hints: {
      question: 'The 200 came from login.example.test. At what moment did the question go to somebody else?',
      pointer:
        'fetch follows redirects by itself. Its option `redirect` takes three words; MDN lists them under RequestInit.',
    },
  },
];
