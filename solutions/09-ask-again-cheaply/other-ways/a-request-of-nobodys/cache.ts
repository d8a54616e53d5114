import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type CacheOptions = { maxEntries: number };

type Question = { href: string; headers: Headers };
type Answer = { status: number; statusText: string; headers: Headers; url: string; body: ArrayBuffer | null };
type Entry = { question: Question; answer: Answer; storedAt: number };
/** A whole answer may be had by all, a stream by whoever takes it first. */
type Outcome = { whole: Answer } | { stream: Response; isTaken: boolean };

export function remembering(options: CacheOptions | undefined): (send: Send) => Send {
  if (options === undefined) return (send) => send;
  const cache = new Cache(options.maxEntries);
  return (send) => (url, init) => cache.handle(send, url, init);
}

/** What was sent goes on, whoever leaves, and what it brings is kept for the next one. */
class Cache {
  readonly #most: number;
  #entries: Entry[] = [];
  #underway = new Map<string, Promise<Outcome>>();
  #epoch = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async handle(send: Send, url: URL, init: RequestInit): Promise<Response> {
    if (init.signal?.aborted) throw init.signal.reason;
    const question = { href: url.href, headers: new Headers(init.headers) };
    const method = (init.method ?? 'GET').toUpperCase();
    if (method !== 'GET') return this.#change(send, url, init, method);
    if ([...question.headers.keys()].some((name) => name === 'range' || name.startsWith('if-')))
      return send(url, init);
    const entry = this.#entries.find((one) => isOneOf(one, question));
    if (entry !== undefined && ageMs(entry) < freshMs(entry.answer)) return toResponse(entry.answer);

    const key = [...question.headers].map((pair) => pair.join(': ')).join('\n') + question.href;
    const outcome = this.#underway.get(key) ?? this.#load(send, url, init, question, entry);
    this.#underway.set(key, outcome);
    const land = () => this.#underway.get(key) === outcome && this.#underway.delete(key);
    outcome.then(land, land);
    const found = await unlessLeft(outcome, init.signal);
    if ('whole' in found) return toResponse(found.whole);
    if (found.isTaken) return send(url, init);
    found.isTaken = true;
    return boundTo(init.signal, found.stream);
  }

  async #change(send: Send, url: URL, init: RequestInit, method: string): Promise<Response> {
    const response = await send(url, init);
    if (method !== 'HEAD' && method !== 'OPTIONS' && response.status < 400) {
      this.#entries = this.#entries.filter(({ question }) => question.href !== url.href);
      this.#underway = new Map();
      this.#epoch += 1;
    }
    return response;
  }

  async #load(
    send: Send,
    url: URL,
    init: RequestInit,
    question: Question,
    entry: Entry | undefined,
  ): Promise<Outcome> {
    const epoch = this.#epoch;
    const headers = new Headers(question.headers);
    const tag = entry?.answer.headers.get('etag') ?? '';
    if (tag !== '') headers.set('if-none-match', tag);
    const old = entry !== undefined && ageMs(entry) < usableMs(entry.answer) ? entry.answer : undefined;
    let answer: Answer;
    try {
      const response = await send(url, { ...init, headers, signal: null });
      if (old !== undefined && [500, 502, 503, 504].includes(response.status)) {
        await response.body?.cancel();
        return { whole: old };
      }
      if (entry !== undefined && response.status === 304) answer = merged(entry.answer, response.headers);
      else if (mayBeKept(response)) answer = await whole(response, url);
      else return { stream: response, isTaken: false };
    } catch (error) {
      if (old === undefined || !(error instanceof ClientError)) throw error;
      return { whole: old };
    }
    const kept = { question, answer, storedAt: Date.now() };
    const others = this.#entries.filter((one) => !isOneOf(one, question));
    if (epoch === this.#epoch) this.#entries = [...others, kept].slice(-this.#most);
    return { whole: answer };
  }
}

/** Stops to wait. The work goes on. */
function unlessLeft<Result>(work: Promise<Result>, signal: RequestInit['signal']): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal?.reason);
    signal?.addEventListener('abort', leave);
    work.then(resolve, reject).then(() => signal?.removeEventListener('abort', leave));
  });
}

function isOneOf({ question, answer }: Entry, { href, headers }: Question): boolean {
  const vary = (answer.headers.get('vary') ?? '').split(',').map((name) => name.trim());
  const names = ['authorization', 'cookie', ...vary].filter((name) => name !== '');
  return question.href === href && names.every((name) => question.headers.get(name) === headers.get(name));
}

const ageMs = ({ answer, storedAt }: Entry): number =>
  Date.now() - storedAt + Number(answer.headers.get('age') ?? 0) * 1000;

function directive({ headers }: { headers: Headers }, name: string): string | undefined {
  const parts = (headers.get('cache-control') ?? '').split(',').map((part) => part.trim().split('='));
  const found = parts.find(([key]) => key?.toLowerCase() === name);
  return found && (found[1] ?? '');
}

function freshMs(answer: { headers: Headers }): number {
  if (directive(answer, 'no-cache') !== undefined) return 0;
  return Number(directive(answer, 'max-age') ?? 0) * 1000;
}

/** Half a second less: it has been under way. */
function usableMs(answer: Answer): number {
  const isFirm = ['no-cache', 'must-revalidate'].some((name) => directive(answer, name) !== undefined);
  return isFirm ? 0 : freshMs(answer) + Number(directive(answer, 'stale-if-error') ?? 0) * 1000 - 500;
}

function mayBeKept(response: Response): boolean {
  if (response.status !== 200 || directive(response, 'no-store') !== undefined) return false;
  if (response.headers.get('vary')?.trim() === '*') return false;
  return freshMs(response) > 0 || response.headers.has('etag');
}

async function whole(response: Response, address: URL): Promise<Answer> {
  const { status, statusText, headers, url } = response;
  const body = response.body === null ? null : await response.arrayBuffer().catch(broken);
  return { status, statusText, headers: new Headers(headers), url, body };

  function broken(cause: unknown): never {
    throw new ClientError('network', address, cause);
  }
}

function merged(old: Answer, brought: Headers): Answer {
  const headers = new Headers(old.headers);
  headers.delete('age');
  brought.forEach((value, name) => {
    if (!/^content-(?:length|encoding|range|type)$/.test(name)) headers.set(name, value);
  });
  return { ...old, headers };
}

function toResponse({ body, url, ...init }: Answer): Response {
  return Object.defineProperty(new Response(body, init), 'url', { value: url });
}

function boundTo(signal: RequestInit['signal'], response: Response): Response {
  const body = response.body?.pipeThrough(new TransformStream(), signal ? { signal } : {}) ?? null;
  return Object.defineProperty(new Response(body, response), 'url', { value: response.url });
}
