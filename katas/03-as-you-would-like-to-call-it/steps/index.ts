import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-keeps-the-base-path.test.ts',
    title: 'puts a path below the base path',
    purpose: 'say the address once',
    coupled: true,
    hints: {
      question: "new URL('/orders/8', 'https://orders.example.test/v1') forgets /v1. Why?",
      pointer:
        'A path with a slash in front begins at the host; without one it takes the place of what follows the last slash of the base. So take the slash from the front of the path, and put one at the end of the base.',
    },
  },
  {
    kind: 'test',
    test: '02-lets-the-callers-headers-win.test.ts',
    title: "sends the client's headers, and lets the caller's win",
    purpose: 'say the headers once, and still be able to differ',
    coupled: true,
    hints: {
      question: 'Accept and accept are one header, but two keys of an object. Who can make them one?',
      pointer:
        "Object.fromEntries(new Headers(h)) gives lower-case names. Do it to both, then put the caller's over the client's. In TypeScript h is a RequestInit['headers'].",
    },
  },
  {
    kind: 'test',
    test: '03-leaves-nothing-behind.test.ts',
    title: 'leaves nothing behind for the next call',
    purpose: "one caller's token is not for the next",
    coupled: true,
    hints: {
      question: 'Into which object do you write the headers of a call, and how long does it live?',
      pointer:
        'Object.assign changes its first argument. { ...own, ...callers } makes a new object, and changes neither.',
    },
  },
  {
    kind: 'test',
    test: '04-sends-nothing-to-http.test.ts',
    title: 'sends nothing to http',
    purpose: 'what is not encrypted is public',
    hints: {
      question: 'Your call has a URL in its hand before anything is sent. What does it say of itself?',
      pointer:
        "url.protocol is 'https:' or it is not. Add 'https-required' to the codes, and throw your error before fetch.",
    },
  },
  {
    kind: 'test',
    test: '05-follows-no-redirect-to-http.test.ts',
    title: 'follows a redirect, but not to http',
    purpose: 'look at every address, not only at the first',
    hints: {
      question: 'fetch follows redirects before you can look. How do you get to see the redirect itself?',
      pointer:
        "Ask with redirect: 'manual' in a loop. On 301, 302, 303, 307 or 308 read location, make a URL of it, check it, ask again.",
    },
  },
  {
    kind: 'test',
    test: '06-keeps-its-headers-at-home.test.ts',
    title: 'sends your own headers to no other origin',
    purpose: 'a token is for one service',
    hints: {
      question: 'To whom were the headers promised, and is that the origin you are about to ask?',
      pointer:
        "In two places: send the client's headers only where url.origin is that of baseUrl; and after a redirect to another origin keep accept, accept-language, content-type and user-agent, no more.",
    },
  },
];
