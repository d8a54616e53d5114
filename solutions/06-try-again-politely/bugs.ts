import type { Bug } from '../../coach/kata/kata.ts';

/** The easiest to catch come first: the coach shows the first that escapes. */
export const bugs: Bug[] = [
  {
    id: 'once-too-often',
    says: 'two retries are three: the first attempt is counted as one of them',
    hint: 'All answers are 503. How many requests are there with two retries?',
    file: 'retry.ts',
    find: 'retry > retries',
    replace: 'retry > retries + 1',
    breaks: 'trying again',
  },
  {
    id: 'counts-for-all-calls',
    says: 'the retries are counted once for all calls of a client',
    hint: 'The first call needed its retries. What is left for the second?',
    file: 'index.ts',
    find: `  const attempt = timed(attemptTimeoutMs, send);
  return async (input, init = {}) => {
`,
    replace: `  let retried = -1;
  const attempt: Send = (url, init) => {
    retried += 1;
    return timed(attemptTimeoutMs, send)(url, init);
  };
  return async (input, init = {}) => {
    const retry = options.retry && { ...options.retry, retries: options.retry.retries - Math.max(0, retried) };
`,
    breaks: 'trying again',
  },
  {
    id: 'a-deadline-for-each-attempt',
    says: 'every attempt begins the deadline anew',
    hint: 'Each attempt takes most of the deadline and fails. When does the caller hear that the time is over?',
    file: 'index.ts',
    find: `    const call = limit(deadlineMs, init.signal, () => new ClientError('deadline', url));
    const endsAtMs`,
    replace: `    const call = limit(undefined, init.signal, () => new ClientError('deadline', url));
    const attempt: Send = async (to, how) => {
      const { signal, stop } = limit(deadlineMs, how.signal, () => new ClientError('deadline', url));
      return timed(attemptTimeoutMs, send)(to, { ...how, signal }).finally(stop);
    };
    const endsAtMs`,
    breaks: 'trying again',
  },
  {
    id: 'tries-501-again',
    says: 'every answer from 500 on is tried again, also a 501',
    hint: 'Which answers from 500 on will be the same in a second?',
    file: 'retry.ts',
    find: '!mayPass.includes(response.status)',
    replace: '!(mayPass.includes(response.status) || response.status > 500)',
    breaks: 'what is tried again',
  },
  {
    id: 'tries-404-again',
    says: 'every answer that is not a good one is tried again, also a 404',
    hint: 'Somebody asks for what is not there. Will it be there in a second?',
    file: 'retry.ts',
    find: '!mayPass.includes(response.status)',
    replace: '(response.ok || response.status === 501)',
    breaks: 'what is tried again',
  },
  {
    id: 'tries-only-5xx',
    says: 'only answers from 500 on are tried again: a 429 is handed over',
    hint: 'Not every answer below 500 speaks of the request. Which says "not now"?',
    file: 'retry.ts',
    find: '[408, 425, 429, 500, ',
    replace: '[500, ',
    breaks: 'what is tried again',
  },
  {
    id: 'only-a-broken-connection',
    says: 'a connection that broke is tried again; one that was refused, and an attempt that took too long, are not',
    hint: 'There are three codes for no answer. After which of them is the service asked again?',
    file: 'retry.ts',
    find: 'init.signal?.aborted || isLast()',
    replace: "init.signal?.aborted || isLast() || Object(error).code !== 'network'",
    breaks: 'what is tried again',
  },
  {
    id: 'one-time-for-all-attempts',
    says: 'attemptTimeoutMs goes for all attempts together: after one that hangs there is no other',
    hint: 'The first attempt hangs, the second would be answered at once. How long may each take?',
    file: 'index.ts',
    find: 'retrying(retry, endsAtMs, attempt)',
    replace: 'timed(attemptTimeoutMs, retrying(retry, endsAtMs, send))',
    breaks: 'what is tried again',
  },
  {
    id: 'repeats-only-get',
    says: 'only a GET is tried again, and a PUT or a DELETE fails at the first 503',
    hint: 'To ask twice for the same PUT is meant to be the same as once. How often is it sent?',
    file: 'retry.ts',
    find: "['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']",
    replace: "['GET']",
    breaks: 'what is tried again',
  },
  {
    id: 'leaves-the-body-behind',
    says: 'what is sent again goes without its body',
    hint: 'A PUT is sent a second time. What does the service read then?',
    file: 'retry.ts',
    find: 'await send(url, init)',
    replace: 'await send(url, retry > 1 ? { ...init, body: null } : init)',
    breaks: 'what is tried again',
  },
  {
    id: 'orders-twice',
    says: 'a POST is sent again after the connection broke',
    hint: 'The connection broke when the order had arrived. How many orders are there now?',
    file: 'retry.ts',
    find: 'repeatable.includes(',
    replace: "[...repeatable, 'POST'].includes(",
    breaks: 'what is tried again',
    source: 'dotnet/extensions#5248: duplicate tickets',
  },
  {
    id: 'changes-twice',
    says: 'a PATCH is sent again after the connection broke',
    hint: 'A PATCH may say "one more". Twice sent, how many more are there?',
    file: 'retry.ts',
    find: 'repeatable.includes(',
    replace: "[...repeatable, 'PATCH'].includes(",
    breaks: 'what is tried again',
  },
  {
    id: 'all-at-the-same-moment',
    says: 'the waits grow, but all clients wait alike',
    hint: 'Twenty clients fail together. Do they come back together?',
    file: 'retry.ts',
    find: 'Math.random() * Math.min(',
    replace: 'Math.min(',
    breaks: 'the wait',
  },
  {
    id: 'doubles-without-end',
    says: 'the waits double without end, whatever longestWaitMs says',
    hint: 'After five retries the bound is sixteen times the first. Was there not a longest wait?',
    file: 'retry.ts',
    find: 'Math.min(longestWaitMs, firstWaitMs * 2 ** (retry - 1))',
    replace: 'firstWaitMs * 2 ** (retry - 1)',
    breaks: 'the wait',
  },
  {
    id: 'a-date-is-no-number',
    says: 'a date in Retry-After becomes NaN, and the client asks again at once',
    hint: 'Retry-After may be a date. When is the service asked again?',
    file: 'retry-after.ts',
    find: "  if (/^\\d+$/.test(value)) return Number(value) * 1000;\n  return value.endsWith('GMT') ? Math.max(0, Date.parse(value) - Date.now()) || 0 : 0;",
    replace: '  return parseInt(value, 10) * 1000 || 0;',
    breaks: "the service's wish",
    source: 'supabase/supabase-js#2634',
  },
  {
    id: 'waits-for-days',
    says: 'whatever the service asks for is waited for, even days',
    hint: 'The service asks for 414720 seconds. When does your caller hear of it?',
    file: 'retry.ts',
    find: 'wishMs > longestWishMs || ',
    replace: '',
    breaks: "the service's wish",
    source: 'Azure/azure-sdk-for-net#50949: 114 hours',
  },
  {
    id: 'cuts-the-wish-down',
    says: 'longestWaitMs goes for Retry-After too, and the service is asked before its time',
    hint: 'The service asks for more than longestWaitMs. Who knows better when it will be back?',
    file: 'retry.ts',
    find: 'waitMs = Math.max(waitMs, wishMs);',
    replace: 'waitMs = Math.min(longestWaitMs, Math.max(waitMs, wishMs));',
    breaks: "the service's wish",
  },
  {
    id: 'waits-for-nothing',
    says: 'a wait is begun that the deadline cannot hold, and the answer is lost',
    hint: 'Retry-After asks for 8 seconds, the deadline is 5. What does the caller get, and when?',
    file: 'retry.ts',
    find: ' || performance.now() + waitMs >= endsAtMs',
    replace: '',
    breaks: "the service's wish",
  },
  {
    id: 'deaf-while-waiting',
    says: 'an abort during the wait is heard only when the wait is over',
    hint: 'Between two attempts nothing is under way. When does an abort arrive?',
    file: 'pause.ts',
    find: "    signal?.addEventListener('abort', over);\n",
    replace: '',
    breaks: 'the caller',
    source: 'openai/openai-node#2580',
  },
  {
    id: 'takes-an-abort-for-a-failure',
    says: 'an abort during an attempt is taken for a failure that may pass, and waited for like one',
    hint: 'The caller leaves while the service is answering. When do they hear of it?',
    file: 'retry.ts',
    find: 'if (init.signal?.aborted || isLast()) throw error;',
    replace: `if (isLast()) throw error;
        if (init.signal?.aborted) await pause(longestWaitMs, undefined);`,
    breaks: 'the caller',
  },
];
