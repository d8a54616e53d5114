import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-asks-again-for-an-order-with-a-key.test.ts',
    title: 'asks again for an order that has a key',
    purpose: 'a name makes an order one that can be asked for twice',
    hints: {
      question: 'Your retry knows methods that may be repeated. What else says that a call may be?',
      pointer:
        "Where the retry looks at the method, look at the headers too: new Headers(init.headers).has('idempotency-key').",
    },
  },
  {
    kind: 'own',
    id: 'makes-a-key',
    title: 'makes a key for each order, and keeps it for all its attempts',
    purpose: 'a name for what has none',
    hints: {
      question: 'Where in your client does a line run once for a call, and not once for an attempt?',
      pointer:
        "In the test: idempotencyKeys: true, answers(503, 201, 503, 201), the same order twice; keys 1 and 2 are the same, so are 3 and 4, and 1 and 3 differ. A GET has none. In the client: crypto.randomUUID() where you put the call's headers together, below those of the caller.",
    },
  },
  {
    kind: 'own',
    id: 'sends-a-stream-once',
    title: 'sends a stream once, and hands over what came of it',
    purpose: 'half an order is worse than none',
    hints: {
      question: 'The first attempt has read the stream to its end. What would the second one send?',
      pointer:
        "In the test: body: new Blob(['tea']).stream() with duplex: 'half', a 503, and the status and the number of requests. In the client: what cannot be read twice is not tried again, key or no key: init.body instanceof ReadableStream.",
    },
  },
  {
    kind: 'own',
    id: 'waits-for-the-first-attempt',
    title: 'waits where the first attempt is still at work',
    purpose: 'the answer is being made',
    hints: {
      question: 'A 409 is a conflict. With whom, if the key is yours?',
      pointer:
        "In the test: { status: 409, headers: { 'retry-after': '2' } } and then 201; nothing is sent before two seconds, and both requests have the same key. A 409 without Retry-After is an answer. In the client: one more reason to try again, for a call with a key.",
    },
  },
  {
    kind: 'own',
    id: 'does-the-work-once',
    title: 'does the work of a key once, and wants a key',
    purpose: 'somebody looks the key up',
    firstLight: 'amber',
    hints: {
      question: 'The second request comes with the same key. What has to be there, so that nothing is done?',
      pointer:
        'In the test: two equal requests, work that counts, and status, headers and body of both answers; then a POST without a key, and a GET. In the guard: a Map from key to Response. A body can be read once, so keep the answer and give a clone() each time. Export the guard from index.ts.',
    },
  },
  {
    kind: 'own',
    id: 'one-at-a-time',
    title: 'refuses the second request while the first is at work, and begins anew if that failed',
    purpose: 'a key is free, at work or done',
    hints: {
      question:
        'The work takes three seconds, and the client asks again after one. What is in your Map then?',
      pointer:
        'In the test: work that ends by setTimeout; pass(1000), then the second request. Then work that throws, work that answers 503, and after each the same key again. In the guard: write the key down before the work begins, and take it away where it failed; try and catch see both ends.',
    },
  },
  {
    kind: 'own',
    id: 'whose-key-it-is',
    title: 'knows whose key it is, and for what',
    purpose: "nobody gets the answer to another's order",
    hints: {
      question: 'Alice and Bob both number their orders from 1. Whose answer does Bob get?',
      pointer:
        "In the test: the same key from two users; then from one user with another body. In the guard: look up scope(request) and key together, JSON.stringify([who, key]) and not who + key, since 'a' + 'bc' is 'ab' + 'c'. Keep method, URL and body beside the answer; clone the request before you read it.",
    },
  },
];
