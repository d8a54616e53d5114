import type { Bug } from '../../coach/kata/kata.ts';

/** The easiest to catch come first: the coach shows the first that escapes. */
export const bugs: Bug[] = [
  {
    id: 'abort-is-a-timeout',
    says: 'the caller gives up, and is told that the time is over',
    hint: 'Set a limit, and abort before it passes. Which object comes back?',
    file: 'limit.ts',
    find: 'own.abort(caller?.reason)',
    replace: 'own.abort(ms === undefined ? caller?.reason : error())',
    breaks: 'the caller',
    step: 'hears-the-caller',
  },
  {
    id: 'late-is-broken',
    says: 'an attempt that is given up has the code of a connection that broke',
    hint: 'Nothing broke: nobody answered in time. Can a program tell the two apart?',
    file: 'send.ts',
    find: "new ClientError('timeout', url)",
    replace: "new ClientError('network', url)",
    breaks: 'an attempt',
    step: '01-gives-up-an-attempt.test.ts',
  },
  {
    id: 'hears-the-caller-too-late',
    says: 'a signal that is aborted already is not noticed, and the request is sent',
    hint: 'An event that has happened does not happen again. What is sent for a caller who is gone before the call?',
    file: 'limit.ts',
    find: '  if (caller?.aborted) follow();\n',
    replace: '',
    breaks: 'the caller',
    step: 'hears-the-caller',
    source: 'jonbern/fetch-retry 6.0.0: an aborted signal is tried again twice',
  },
  {
    id: 'times-headers-only',
    says: 'the deadline ends with the headers, and the body may take for ever',
    hint: 'The headers come at once and the body does not. How long does reading it take?',
    file: 'index.ts',
    find: 'return whenRead(await follow(attempt, url, asked), call.end);',
    replace: `const response = await follow(attempt, url, asked);
      call.end();
      return response;`,
    breaks: 'the deadline',
    step: 'counts-the-body',
  },
  {
    id: 'begins-anew-with-every-redirect',
    says: 'every redirect begins the deadline anew',
    hint: 'Three answers, each of them in time. Is their sum?',
    file: 'index.ts',
    find: `    try {
      return whenRead(await follow(attempt, url, asked), call.end);
`,
    replace: `    call.stop();
    const hop: Send = async (to, how) => {
      const whole = limit(deadlineMs, how.signal, () => new ClientError('deadline', to));
      try {
        return whenRead(await attempt(to, { ...how, signal: whole.signal }), whole.end);
      } catch (error) {
        whole.end();
        throw error;
      }
    };
    try {
      return whenRead(await follow(hop, url, asked), call.end);
`,
    breaks: 'the deadline',
    step: 'ends-at-the-deadline',
  },
  {
    id: 'attempt-ends-the-body',
    says: 'the timer of an attempt is never cleared, and ends a body that is still being read',
    hint: 'The headers were in time. Is the attempt timeout still running while the body comes?',
    file: 'send.ts',
    find: '      attempt.stop();\n',
    replace: '',
    breaks: 'an attempt',
    step: 'lets-a-body-take-its-time',
    source: 'failsafe-go/failsafe-go#123',
  },
  {
    id: 'one-deadline-per-client',
    says: 'the deadline begins when the client is made, and later calls have no time left',
    hint: 'Call, wait nearly as long as the deadline, and call again. How much time has the second call?',
    file: 'index.ts',
    find: `  const attempt = timed(attemptTimeoutMs, send);
  return async (input, init = {}) => {
`,
    replace: `  const attempt = timed(attemptTimeoutMs, send);
  const endsAtMs = performance.now() + (deadlineMs ?? 0);
  return async (input, init = {}) => {
    if (deadlineMs !== undefined) deadlineMs = endsAtMs - performance.now();
`,
    breaks: 'the deadline',
    source: 'nodeshift/opossum#861: one AbortController for all calls',
  },
  {
    id: 'listeners-pile-up',
    says: "every call leaves a listener on the caller's signal",
    hint: 'One signal, three calls, all of them over. Who still listens?',
    file: 'limit.ts',
    find: "    caller?.removeEventListener('abort', follow);\n",
    replace: '',
    breaks: 'afterwards',
    step: 'leaves-nothing-behind',
    source: 'nodejs/undici#5285',
  },
  {
    id: 'leaves-a-timer',
    says: 'the timer of the deadline runs on after the call, and keeps the program from ending',
    hint: 'The answer is read, the deadline a minute away. What is the program still waiting for?',
    file: 'limit.ts',
    find: '    stop();\n',
    replace: '',
    breaks: 'afterwards',
    step: 'leaves-nothing-behind',
  },
];
