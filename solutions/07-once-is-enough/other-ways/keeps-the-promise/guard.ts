export type GuardOptions = { scope: (request: Request) => string };

export type Guard = (
  request: Request,
  work: (request: Request) => Response | Promise<Response>,
) => Promise<Response>;

type Entry = { asked: Promise<string>; answer: Promise<Response>; isDone: boolean };

/** What is kept is the promise of an answer, so that a key is taken in the moment its request arrives. */
export function idempotencyGuard(options: GuardOptions): Guard {
  const entries: Record<string, Record<string, Entry>> = Object.create(null);
  return async (request, work) => {
    const key = request.headers.get('idempotency-key');
    if (request.method !== 'POST' && request.method !== 'PATCH') return await work(request);
    if (key === null) return Response.json({ code: 'key-missing' }, { status: 400 });
    const caller = options.scope(request);
    entries[caller] ??= Object.create(null);
    const keys = entries[caller];
    const asked = whatIsAsked(request.clone());
    const known = keys[key];
    if (known !== undefined) {
      if ((await known.asked) !== (await asked))
        return Response.json({ code: 'key-reused' }, { status: 422 });
      if (known.isDone) return (await known.answer).clone();
      return Response.json({ code: 'still-running' }, { status: 409, headers: { 'retry-after': '30' } });
    }
    const entry: Entry = { asked, answer: Promise.resolve(request).then(work), isDone: false };
    keys[key] = entry;
    const isKept = await entry.answer.then(
      ({ status }) => status < 500,
      () => false,
    );
    if (isKept) entry.isDone = true;
    else delete keys[key];
    return entry.answer.then((answer) => answer.clone());
  };
}

async function whatIsAsked(request: Request): Promise<string> {
  return [request.method, request.url, await request.text()].join('\n');
}
