import { setTimeout as timer } from 'node:timers';
import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

/** A Response that nobody reads: whoever wants to gets a clone. */
type Stored = { question: Question; response: Response };
type Question = { address: string; headers: Record<string, string> };

/** What is there is fresh: a timer takes it away in time. */
export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  const stored = new Set<Stored>();
  const onTheirWay = new Set<Question>();

  const read = async (send: Send, url: URL, init: RequestInit): Promise<Response> => {
    const question = { address: url.href, headers: Object.fromEntries(new Headers(init.headers)) };
    for (const one of stored) if (answers(one, question)) return one.response.clone();
    onTheirWay.add(question);
    try {
      const response = await send(url, init);
      const freshMs = freshnessMs(response);
      if (freshMs <= 0) return response;
      await readToTheEnd(response.clone(), url, init);
      if (onTheirWay.has(question)) store({ question, response }, freshMs);
      return response.clone();
    } finally {
      onTheirWay.delete(question);
    }
  };

  const store = (one: Stored, freshMs: number) => {
    for (const other of stored) if (answers(other, one.question)) stored.delete(other);
    for (const oldest of stored) if (stored.size >= options.maxEntries) stored.delete(oldest);
    stored.add(one);
    timer(() => stored.delete(one), freshMs).unref();
  };

  const write = async (send: Send, url: URL, init: RequestInit): Promise<Response> => {
    const response = await send(url, init);
    if (response.status >= 400) return response;
    for (const one of stored) if (one.question.address === url.href) stored.delete(one);
    for (const question of onTheirWay) if (question.address === url.href) onTheirWay.delete(question);
    return response;
  };

  return (send) => async (url, init) => {
    init.signal?.throwIfAborted();
    const method = init.method?.toLowerCase() ?? 'get';
    if (method === 'get') return read(send, url, init);
    return method === 'head' || method === 'options' ? send(url, init) : write(send, url, init);
  };
}

function answers({ question, response }: Stored, { address, headers }: Question): boolean {
  if (question.address !== address) return false;
  const named =
    response.headers
      .get('vary')
      ?.toLowerCase()
      .match(/[^\s,]+/g) ?? [];
  return ['authorization', 'cookie', ...named].every((name) => question.headers[name] === headers[name]);
}

function freshnessMs({ status, headers }: Response): number {
  const control = headers.get('cache-control')?.toLowerCase() ?? '';
  if (status !== 200 || headers.get('vary') === '*' || /no-store|no-cache/.test(control)) return 0;
  const seconds = control.match(/(?:^|[\s,])max-age=(\d+)/)?.[1] ?? '0';
  return 1000 * (Number.parseInt(seconds, 10) - Number.parseInt(headers.get('age') ?? '0', 10));
}

async function readToTheEnd(response: Response, url: URL, init: RequestInit): Promise<void> {
  await response.arrayBuffer().catch((error: unknown) => {
    throw init.signal?.aborted ? init.signal.reason : new ClientError('network', url, error);
  });
}
