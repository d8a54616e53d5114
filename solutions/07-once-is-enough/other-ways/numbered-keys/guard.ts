export type GuardOptions = { scope: (request: Request) => string };

type Work = (request: Request) => Response | Promise<Response>;
export type Guard = (request: Request, work: Work) => Promise<Response>;

export function idempotencyGuard({ scope }: GuardOptions): Guard {
  const callers = new Map<string, Caller>();
  return async (request, work) => {
    if (!/^(POST|PATCH)$/.test(request.method)) return work(request);
    const name = scope(request);
    const caller = callers.get(name) ?? new Caller();
    callers.set(name, caller);
    return caller.answer(request, work);
  };
}

type Kept = { status: number; headers: [string, string][]; body: ArrayBuffer };

/** One caller's keys, in three lists: what for, since when at work, and what was answered. */
class Caller {
  readonly #prints = new Map<string, string>();
  readonly #startedAt = new Map<string, number>();
  readonly #answers = new Map<string, Kept>();

  async answer(request: Request, work: Work): Promise<Response> {
    const key = request.headers.get('idempotency-key') ?? '';
    if (key === '') return refusal(400, 'no key');
    const bytes = await request.arrayBuffer();
    const print = await printOf(request, bytes);
    if ((this.#prints.get(key) ?? print) !== print) return refusal(422, 'another request');
    const kept = this.#answers.get(key);
    if (kept !== undefined) return new Response(kept.body, kept);
    const startedAt = this.#startedAt.get(key);
    if (startedAt !== undefined)
      return refusal(409, 'at work', 1 + Math.ceil((Date.now() - startedAt) / 1000));
    this.#prints.set(key, print);
    this.#startedAt.set(key, Date.now());
    const { url, method, headers } = request;
    try {
      const response = await work(new Request(url, { method, headers, body: bytes }));
      const body = await response.arrayBuffer();
      const answer = { status: response.status, headers: [...response.headers], body };
      if (response.status < 500) this.#answers.set(key, answer);
      return new Response(body, answer);
    } finally {
      this.#startedAt.delete(key);
      if (!this.#answers.has(key)) this.#prints.delete(key);
    }
  }
}

async function printOf({ method, url }: Request, bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `${method} ${url} ${digest.join(' ')}`;
}

function refusal(status: number, title: string, seconds?: number): Response {
  const headers = new Headers();
  if (seconds !== undefined) headers.set('retry-after', String(seconds));
  return Response.json({ title }, { status, headers });
}
