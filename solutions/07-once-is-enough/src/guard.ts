export type GuardOptions = { scope: (request: Request) => string };

export type Guard = (
  request: Request,
  work: (request: Request) => Response | Promise<Response>,
) => Promise<Response>;

/** What was asked for, and the answer; none while the work goes on. */
type Entry = { asked: string; answer?: Response };

/** Does the work of a key once for each caller, and gives its answer again. It forgets nothing before the process ends. */
export function idempotencyGuard({ scope }: GuardOptions): Guard {
  const entries = new Map<string, Entry>();
  return async (request, work) => {
    if (!['POST', 'PATCH'].includes(request.method)) return work(request);
    const key = request.headers.get('idempotency-key');
    if (key === null) return new Response('Send an Idempotency-Key.', { status: 400 });
    const id = JSON.stringify([scope(request), key]);
    const asked = JSON.stringify([request.method, request.url, await request.clone().text()]);
    const known = entries.get(id);
    if (known !== undefined && known.asked !== asked)
      return new Response('The key was used for something else.', { status: 422 });
    if (known !== undefined) return known.answer?.clone() ?? atWork();
    const entry: Entry = { asked };
    entries.set(id, entry);
    try {
      const answer = await work(request);
      if (answer.status >= 500) entries.delete(id);
      entry.answer = answer;
      return answer.clone();
    } catch (error) {
      entries.delete(id);
      throw error;
    }
  };
}

function atWork(): Response {
  return new Response('It is being done. Ask again.', { status: 409, headers: { 'retry-after': '1' } });
}
