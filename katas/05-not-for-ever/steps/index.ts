import type { Step } from '../../../coach/kata/kata.ts';

export const steps: Step[] = [
  {
    kind: 'test',
    test: '01-gives-up-an-attempt.test.ts',
    title: 'gives up an attempt after its time',
    purpose: 'say when to give up',
    hints: {
      question: 'fetch ends early when its signal aborts. Who aborts it, and when?',
      pointer:
        "Make an AbortController for every attempt. setTimeout(() => controller.abort(error), ms) makes fetch reject with exactly that error: let it be yours, with the code 'timeout'.",
    },
  },
  {
    kind: 'own',
    id: 'hears-the-caller',
    title: 'lets the caller give up first, also one who is gone already',
    purpose: 'a limit of ours takes nothing from the caller',
    hints: {
      question:
        "There are two who may end an attempt now, and fetch takes one signal. Does it still hear the caller's?",
      pointer:
        "In the test: a limit, and a signal that you abort before it; then AbortSignal.abort(reason), and service.requests is empty. In the client: on 'abort' of the caller's signal abort your own with its reason, and look at its aborted first, since an event that has happened does not happen again.",
    },
  },
  {
    kind: 'own',
    id: 'lets-a-body-take-its-time',
    title: 'lets a body take longer than an attempt may',
    purpose: 'a long download is no failure',
    hints: {
      question: 'The headers were there in time. What is your timer still waiting for?',
      pointer:
        "In the test: { body: 'late', bodyAfterMs: 5000 }, and look at the text after 6 seconds. In the client: clearTimeout when the attempt has its Response or has failed; try and finally know both.",
    },
  },
  {
    kind: 'own',
    id: 'ends-at-the-deadline',
    title: 'ends the whole call at its deadline, redirects included',
    purpose: 'what the caller waits at most',
    hints: {
      question: 'Three redirects of 400 ms each, and no attempt was late. Who adds them up?',
      pointer:
        "In the test: slow(400), and on('GET', '/a', { status: 302, headers: { location: '/b' } }) and so on; look after 1.1 seconds. In the client: a second limit of the same kind, made once in the call, before the redirects; the signal of an attempt follows it as it follows the caller.",
    },
  },
  {
    kind: 'own',
    id: 'counts-the-body',
    title: 'ends the reading of the body at the deadline',
    purpose: 'an answer that cannot be read is none',
    hints: {
      question: 'The Response is handed over, and nobody has read it. When is the call over?',
      pointer:
        'In the test: a body that is late, and client(url).then((response) => response.text()). In the client: do not stop the time when the Response is there, but when its body has ended. response.body.pipeTo(writable) settles then; a TransformStream gives you the writable, and the readable for a new Response.',
    },
  },
  {
    kind: 'own',
    id: 'leaves-nothing-behind',
    title: 'leaves no listener and no timer behind',
    purpose: 'a thousand calls may share one signal',
    hints: {
      question:
        'A signal of the caller may live as long as the program. What of yours hangs on it when a call is over?',
      pointer:
        "In the test: a few calls with one signal, each body read, and one call that fails; then getEventListeners(signal, 'abort') of node:events, and vi.getTimerCount(). In the client: removeEventListener where you stop the time, with the same function you added.",
    },
  },
];
