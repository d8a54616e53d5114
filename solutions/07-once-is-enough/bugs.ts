import type { Bug } from '../../coach/kata/kata.ts';

/** The easiest to catch come first: the coach shows the first that escapes. */
export const bugs: Bug[] = [
  {
    id: 'posts-without-a-key',
    says: 'a POST is tried again, with a key or without one',
    hint: 'A POST without a key, and the service is down. How often is it sent?',
    file: 'retry.ts',
    find: 'const isMeant = hasKey || repeatable.includes(',
    replace: "const isMeant = hasKey || [...repeatable, 'POST'].includes(",
    breaks: 'the key',
    source: 'dotnet/extensions#5248: duplicate tickets',
  },
  {
    id: 'new-key-for-each-attempt',
    says: 'each attempt gets a key of its own, and so is another order',
    hint: 'What do the keys of two attempts of one call have in common?',
    file: 'index.ts',
    find: `  const attempt = timed(attemptTimeoutMs, send);
`,
    replace: `  const attempt: Send = (url, init) => {
    const key = idempotencyKeys ? newKey(init) : {};
    return timed(attemptTimeoutMs, send)(url, { ...init, headers: { ...plain(init.headers), ...key } });
  };
`,
    breaks: 'the key',
    step: 'makes-a-key',
    source: 'square/square-mcp-server#31: the card is charged twice',
  },
  {
    id: 'one-key-for-all',
    says: 'the key is made once for the client, and the second order gets the answer of the first',
    hint: 'One client places two orders. How many keys does the service see?',
    file: 'index.ts',
    find: `  const own = plain(headers);
`,
    replace: `  const own = { ...(idempotencyKeys ? newKey({ method: 'POST' }) : {}), ...plain(headers) };
`,
    breaks: 'the key',
    step: 'makes-a-key',
  },
  {
    id: 'key-from-the-body',
    says: 'the key is made of the body, so that two equal orders are one',
    hint: 'Somebody orders tea, and an hour later tea again, on purpose. How many orders are there?',
    file: 'index.ts',
    find: `function newKey({ method = 'GET' }: RequestInit): Record<string, string> {
  return /^(POST|PATCH)$/i.test(method) ? { 'idempotency-key': crypto.randomUUID() } : {};
}
`,
    replace: `function newKey({ method = 'GET', body }: RequestInit): Record<string, string> {
  let hash = 7;
  for (const letter of String(body)) hash = (hash * 31 + letter.charCodeAt(0)) % 2 ** 32;
  return /^(POST|PATCH)$/i.test(method) ? { 'idempotency-key': \`order-\${hash}\` } : {};
}
`,
    breaks: 'the key',
    step: 'makes-a-key',
    source: 'Adyen/adyen-commercetools#1305: a hash of the payload, with the opposite failure as well',
  },
  {
    id: 'keys-on-reading',
    says: 'each call gets a key, also a GET',
    hint: 'What is there to do once in a GET?',
    file: 'index.ts',
    find: '/^(POST|PATCH)$/i.test(method) ? { ',
    replace: 'method ? { ',
    breaks: 'the key',
    step: 'makes-a-key',
  },
  {
    id: 'empty-second-attempt',
    says: 'the body goes out with the first attempt, and the next ones are empty',
    hint: 'What does the service read in the second attempt?',
    file: 'retry.ts',
    find: 'await send(url, init);',
    replace: 'await send(url, retry === 1 ? init : { ...init, body: null });',
    breaks: 'the body',
    source: 'jonbern/fetch-retry#99: 18,000 empty requests in a month',
  },
  {
    id: 'reads-a-stream-twice',
    says: 'a stream is sent a second time, when there is nothing left in it',
    hint: 'The body is a stream, and the first answer a 503. What does the caller get in the end?',
    file: 'retry.ts',
    find: ' && !(init.body instanceof ReadableStream)',
    replace: '',
    breaks: 'the body',
    step: 'sends-a-stream-once',
    source: 'sindresorhus/ky#230: body has already been consumed',
  },
  {
    id: 'takes-at-work-for-an-answer',
    says: 'a 409 is handed over, although it says when the answer will be there',
    hint: 'The service is still at work for the first attempt. What does the caller hear of the order?',
    file: 'retry.ts',
    find: 'const mayChange = isAtWork || ',
    replace: 'const mayChange = ',
    breaks: 'a 409 to a call with a key',
    step: 'waits-for-the-first-attempt',
  },
  {
    id: 'nothing-written-while-at-work',
    says: 'the guard writes the key down when the work is done, and so does it twice at the same time',
    hint: 'The second request comes in the middle of the work. How often is the work done?',
    file: 'guard.ts',
    find: `    entries.set(id, entry);
    try {
      const answer = await work(request);
      if (answer.status >= 500) entries.delete(id);
`,
    replace: `    try {
      const answer = await work(request);
      if (answer.status < 500) entries.set(id, entry);
`,
    breaks: 'the guard',
    step: 'one-at-a-time',
    source: 'javidalpe/laravel-idempotency#2, mastodon/mastodon#37879',
  },
  {
    id: 'keeps-failures',
    says: 'a 503 is kept like any answer, and each further attempt gets it again',
    hint: 'The work answered 503. What does the next request with this key get?',
    file: 'guard.ts',
    find: '      if (answer.status >= 500) entries.delete(id);\n',
    replace: '',
    breaks: 'the guard',
    step: 'one-at-a-time',
    source: 'LabsCrypt/remitlend#1329',
  },
  {
    id: 'locked-for-ever',
    says: 'work that throws leaves its key behind, and the order can never be placed',
    hint: 'The work threw an error. When is its key free?',
    file: 'guard.ts',
    find: `    } catch (error) {
      entries.delete(id);
`,
    replace: `    } catch (error) {
`,
    breaks: 'the guard',
    step: 'one-at-a-time',
  },
  {
    id: 'whoever-has-the-key',
    says: 'the guard looks at the key alone, and gives one user the answer of another',
    hint: 'Alice and Bob both use the key 1. Whose order does Bob see?',
    file: 'guard.ts',
    find: 'JSON.stringify([scope(request), key])',
    replace: 'key',
    breaks: 'the guard',
    step: 'whose-key-it-is',
    source: 'nensii21/devlink#773, jox-sm/deepslate-rpg#104',
  },
  {
    id: 'whatever-was-ordered',
    says: 'the same key with another body gets the old answer, as if that had been ordered',
    hint: 'The order was corrected and sent with its old key. What is answered?',
    file: 'guard.ts',
    find: 'known !== undefined && known.asked !== asked',
    replace: 'known !== undefined && !known.asked',
    breaks: 'the guard',
    step: 'whose-key-it-is',
    source: 'KanishJebaMathewM/Truxify#2382',
  },
];
