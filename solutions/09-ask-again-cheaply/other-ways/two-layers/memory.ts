/** What is kept, and how to read it. It sends nothing. */
export type Memory = ReturnType<typeof newMemory>;

export function newMemory(most: number) {
  const shelves = new Map<string, Set<Kept>>();
  let written = 0;

  const makeRoom = () => {
    let count = [...shelves.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [oldest, { size }] of shelves) {
      if (count <= most) return;
      shelves.delete(oldest);
      count -= size;
    }
  };

  return {
    find(url: URL, headers: Headers): Kept | undefined {
      for (const kept of shelves.get(url.href) ?? []) if (kept.isFor(headers)) return kept;
      return undefined;
    },
    forget(url: URL): void {
      shelves.delete(url.href);
      written += 1;
    },
    /** To be said before something is sent; gives what to do with the answer. */
    expect(url: URL, headers: Headers) {
      const asked = new Headers(headers);
      const before = written;
      return async (response: Response): Promise<Response> => {
        const rules = rulesOf(response.headers);
        const isOfUse = rules.freshMs > 0 || response.headers.has('etag');
        if (response.status !== 200 || rules.isForbidden || !isOfUse) return response;
        const kept = new Kept(asked, response, new Uint8Array(await response.arrayBuffer()));
        const shelf = shelves.get(url.href) ?? new Set();
        for (const other of shelf) if (other.isFor(asked)) shelf.delete(other);
        if (before === written) {
          // The one that was used longest ago is the first in line.
          shelves.delete(url.href);
          shelves.set(url.href, shelf.size < most ? shelf.add(kept) : new Set([kept]));
          makeRoom();
        }
        return kept.replay();
      };
    },
  };
}

class Kept {
  readonly #asked: Headers;
  readonly #response: Response;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #at = Date.now();

  constructor(asked: Headers, response: Response, bytes: Uint8Array<ArrayBuffer>) {
    this.#asked = asked;
    this.#response = response;
    this.#bytes = bytes;
  }

  isFor(headers: Headers): boolean {
    const { names } = rulesOf(this.#response.headers);
    return names.every((name) => (this.#asked.get(name) ?? '') === (headers.get(name) ?? ''));
  }

  /** A little early: nobody knows how long it was under way. */
  isFresh(): boolean {
    return Date.now() + 300 < this.#at + rulesOf(this.#response.headers).freshMs;
  }

  isUsable(): boolean {
    const { freshMs, inNeedMs } = rulesOf(this.#response.headers);
    return Date.now() < this.#at + freshMs + inNeedMs;
  }

  replay(): Response {
    const { status, statusText, headers, url } = this.#response;
    return Object.defineProperty(new Response(this.#bytes, { status, statusText, headers }), 'url', {
      value: url,
    });
  }

  /** The same, with what a 304 says of it. */
  renew(brought: Headers): Response {
    const response = this.replay();
    response.headers.delete('age');
    for (const [name, value] of brought)
      if (!['content-length', 'content-encoding', 'content-range'].includes(name))
        response.headers.set(name, value);
    return response;
  }
}

function rulesOf(headers: Headers) {
  const says = (headers.get('cache-control') ?? '').toLowerCase().split(/\s*,\s*/);
  const ms = (name: string) =>
    1000 * Number(says.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? 0);
  const isAlwaysAsked = says.includes('no-cache');
  const vary = (headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/);
  return {
    isForbidden: says.includes('no-store') || vary.includes('*'),
    names: ['authorization', 'cookie', ...vary].filter((name) => name !== ''),
    freshMs: isAlwaysAsked ? 0 : ms('max-age') - 1000 * Number(headers.get('age') ?? '0'),
    inNeedMs: isAlwaysAsked || says.includes('must-revalidate') ? 0 : ms('stale-if-error'),
  };
}
