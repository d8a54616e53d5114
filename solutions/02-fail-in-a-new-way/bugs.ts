import type { Bug } from '../../coach/kata/kata.ts';

export const bugs: Bug[] = [
  {
    id: 'throws-on-404',
    says: 'an answer of 400 or more is thrown as a failure of the network',
    hint: 'Somebody answered, and said no. Is that the same as nobody there?',
    file: 'index.ts',
    find: '    return await fetch(input, init);',
    replace: `    const response = await fetch(input, init);
    if (!response.ok) throw new Error(\`status \${response.status}\`);
    return response;`,
    breaks: 'where there is an answer',
    step: '01-hands-over-any-answer.test.ts',
  },
  {
    id: 'one-code-for-all',
    says: 'every failure has the code network',
    hint: 'Nothing listens there, or nobody came to the door: can a program tell?',
    file: 'index.ts',
    find: 'codeOf(cause)',
    replace: "codeOf(cause) && 'network'",
    breaks: 'where there is no answer',
    step: '04-tells-refused-from-too-late.test.ts',
  },
  {
    id: 'drops-the-cause',
    says: 'what really happened is thrown away',
    hint: 'The code says refused. Can whoever reads the log still find ECONNREFUSED?',
    file: 'client-error.ts',
    find: ', { cause });',
    replace: ', cause === undefined ? {} : {});',
    breaks: 'where there is no answer',
    step: '03-keeps-what-really-happened.test.ts',
  },
  {
    id: 'prints-the-query',
    says: 'the message holds the whole URL, with its query string',
    hint: 'The token stands in the query string and nobody answers. Who can read it in the log?',
    file: 'client-error.ts',
    find: `\${url.origin}\${url.pathname}`,
    replace: `\${url.href}`,
    breaks: 'where there is no answer',
    step: '05-gives-no-secret-away.test.ts',
  },
  {
    id: 'wraps-the-abort',
    says: 'the caller aborts, and is told that the network failed',
    hint: 'Abort with an error of your own. Which object comes back?',
    file: 'index.ts',
    find: 'if (init?.signal?.aborted) throw init.signal.reason;',
    replace: '',
    breaks: 'where the caller gives up',
    step: '06-hands-back-the-callers-reason.test.ts',
  },
];
