import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'refactor',
    id: 'one-request',
    title: 'Pass one Request',
    purpose: 'the same call in one object, which a cache or a signature could look at later',
    says: [
      'Find where your client calls fetch for createClient, with a URL and an init. (isUp stays as it is.)',
      'Wrap both into one Request: fetch(url, init) becomes fetch(new Request(url, init)). Change nothing else.',
      'Save. Which tests turned red? Did anything change for a caller, or for the service?',
      'Then press n. The red tests stay red: they are what this kata is about.',
    ],
    hints: {
      question: 'fetch(a, b) and fetch(new Request(a, b)) send the same bytes. Who can tell them apart?',
      pointer:
        'Only somebody who looks at the arguments of fetch. Open a red test, and read what it takes from fetch.mock.',
    },
  },
  {
    kind: 'refactor',
    id: 'send-in-its-own-file',
    title: 'Give sending a file of its own',
    purpose: 'a name and a place are free to change when no test holds on to them',
    says: [
      'Find the lines that call fetch for createClient, with the try and catch around them.',
      'Move them into a file of their own, my-client/src/send.ts, as a function send that is exported.',
      'Import there what they need (your error, what finds its code), and import send where the lines were.',
      'Save, and count what turned red.',
    ],
    afterRelease: true,
    hints: {
      question: 'What does the function that calls fetch need from its old file?',
      pointer:
        "Your error class, and what finds the code of a cause. If the light is amber, or a code is undefined, an import is missing; a path needs its './' and its .ts.",
    },
  },
];
