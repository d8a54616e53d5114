import type { Bug } from '../../coach/kata/kata.ts';

/** The easiest to catch come first: the coach shows the first that escapes. */
export const bugs: Bug[] = [
  {
    id: 'login-page-is-up',
    says: 'it follows a redirect, and takes the login page at its end for the service',
    hint: 'The load balancer leads everybody to a friendly page with status 200. Is the service up?',
    file: 'index.ts',
    find: `follow(question, url, { headers: own, redirect: 'manual' })`,
    replace: `follow(question, url, { headers: own })`,
    breaks: 'up',
    step: 'asks-the-service',
  },
  {
    id: 'any-answer-is-up',
    says: 'whoever answers is up, whatever it answers',
    hint: 'A 404 for the upcheck. Somebody is there; is it the service you need?',
    file: 'upcheck.ts',
    find: `isUp: ok, trouble: ok ? undefined`,
    replace: `isUp: ok || status < 500, trouble: ok || status < 500 ? undefined`,
    breaks: 'up',
    step: 'asks-the-service',
  },
  {
    id: 'the-time-of-an-attempt',
    says: 'a slow service holds the page for as long as an attempt may take',
    hint: 'The service takes five seconds for everything. When does the page say something?',
    file: 'index.ts',
    find: `timed(options.upcheck.timeoutMs, send)`,
    replace: `timed(attemptTimeoutMs, send)`,
    breaks: 'its own time',
    step: 'own-time',
  },
  {
    id: 'goes-through-the-retry',
    says: 'the question is tried again and again, as a call is',
    hint: 'Three retries are set. How many requests does one question send to a service that says 503?',
    file: 'index.ts',
    find: `timed(options.upcheck.timeoutMs, send)`,
    replace: `timed(options.upcheck.timeoutMs, retrying(retry, performance.now() + options.upcheck.timeoutMs, send))`,
    breaks: 'the retry',
    step: 'past-the-retry',
  },
  {
    id: 'opens-the-circuit',
    says: 'an upcheck that fails counts as a call that failed, and opens the circuit',
    hint: 'The path of the upcheck has moved behind a proxy that answers 503. What becomes of the calls?',
    file: 'index.ts',
    find: `timed(options.upcheck.timeoutMs, send)`,
    replace: `breaking(options.breaker, circuits, timed(options.upcheck.timeoutMs, send))`,
    breaks: 'the circuit',
    step: 'past-the-retry',
  },
  {
    id: 'knocks-all-the-same',
    says: 'it asks a service that is being left alone',
    hint: 'The circuit is open. How many requests may an upcheck send now?',
    file: 'index.ts',
    find: `if (trouble !== undefined) return`,
    replace: `if (trouble !== undefined && trouble.retryAfterMs <= 0) return`,
    breaks: 'an open circuit',
    step: 'left-alone',
  },
  {
    id: 'down-for-ever',
    says: 'once the circuit has opened, the answer is down until a call closes it, and no page makes that call',
    hint: 'The cool-down is over. Who asks first, if every page asks whether it may ask?',
    file: 'breaker.ts',
    find: `return failures >= failuresInARow && waitMs > 0 ? new CircuitOpen(url, waitMs) : undefined;
  };
  return {
    refusal,
    admit(url: URL): number {
      const refused = refusal(url);`,
    replace: `return failures >= failuresInARow ? new CircuitOpen(url, waitMs) : undefined;
  };
  return {
    refusal,
    admit(url: URL): number {
      const refused = retryAtMs > performance.now() ? refusal(url) : undefined;`,
    breaks: 'an open circuit',
    step: 'left-alone',
  },
  {
    id: 'each-asker-anew',
    says: 'it keeps what came back, so that those who ask before that all ask anew',
    hint: 'Menu and page ask at the same moment, and the answer takes a tenth of a second. How many requests is that?',
    file: 'upcheck.ts',
    find: `    known.set(upcheck, answer);`,
    replace: `    Promise.resolve(answer).then(() => known.set(upcheck, answer));`,
    breaks: 'a web request',
    step: 'once',
  },
  {
    id: 'one-answer-for-all',
    says: 'the first answer of a web request goes for all services',
    hint: 'Mail is up and the stock is down, on one page. What is shown of the stock?',
    file: 'upcheck.ts',
    find: `known.get(upcheck) ?? upcheck();
    known.set(upcheck, answer)`,
    replace: `known.get(answers) ?? upcheck();
    known.set(answers, answer)`,
    breaks: 'a web request',
    step: 'once',
  },
  {
    id: 'remembers-for-ever',
    says: 'the first web request finds out for all that follow',
    hint: 'It was down when the first page asked. It is back. What does the next page say?',
    file: 'upcheck.ts',
    find: `  return answers.run(answers.getStore() ?? new Map(), work);
}`,
    replace: `  return answers.run(everything, work);
}

const everything = new Map<object, Promise<Upcheck>>();`,
    breaks: 'a web request',
    step: 'once',
  },
  {
    id: 'shows-our-insides',
    says: "the user reads the error's message, with host and path",
    hint: 'Who can do something with https://mail.internal/v1/up, and who with your letters?',
    file: 'explain.ts',
    find: `  return { sentence: \`We cannot get to \${feature} just now. Please try later.\`, status, retryAfterMs };`,
    replace: `  const sentence = \`We cannot get to \${feature} just now. Please try later. (\${trouble})\`;
  return { sentence, status, retryAfterMs };`,
    breaks: 'what a user is told',
    step: 'explains',
  },
  {
    id: 'milliseconds-outside',
    says: 'Retry-After is sent in milliseconds, and says come back in three hours',
    hint: 'The circuit stays open for ten seconds. Which number belongs into Retry-After?',
    file: 'explain.ts',
    find: `Math.ceil(retryAfterMs / 1000)`,
    replace: `Math.ceil(retryAfterMs)`,
    breaks: 'the page',
    step: 'answers-users',
  },
];
