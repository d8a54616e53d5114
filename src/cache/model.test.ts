import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type CacheMode, createClient, type Fetch } from '../index.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

// The cache beside a model that is so simple that it is plainly right, over histories that nobody thought of.

useFakeTime();

const PATHS = ['/plain', '/varying'] as const;
const USERS = ['', 'alice', 'bob'] as const;
const LANGUAGES = ['en', 'de'] as const;
const MODES: readonly CacheMode[] = [
  'default',
  'default',
  'default',
  'no-cache',
  'reload',
  'no-store',
  'force-cache',
  'force-cache',
  'only-if-cached',
];
/** What the service says, and what that means. */
const CONTROLS = {
  'max-age=10': { lifetimeS: 10, isKept: true },
  'max-age=3, must-revalidate': { lifetimeS: 3, isKept: true },
  'max-age=0': { lifetimeS: 0, isKept: true },
  'no-cache, max-age=99': { lifetimeS: 0, isKept: true },
  'no-store, max-age=99': { lifetimeS: 0, isKept: false },
} as const;
type Control = keyof typeof CONTROLS;

const path = fc.constantFrom(...PATHS);
const user = fc.constantFrom(...USERS);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('get' as const),
      path,
      user,
      language: fc.constantFrom(...LANGUAGES),
      mode: fc.constantFrom(...MODES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('post' as const), path, user }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      path,
      control: fc.constantFrom(...(Object.keys(CONTROLS) as Control[])),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 6 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Get = Extract<Step, { kind: 'get' }>;

/** A resource that changes, behind the client's back too. */
class Service {
  readonly #versions = new Map<string, number>();
  readonly #controls = new Map<string, Control>();
  asked = 0;

  control(at: string): Control {
    return this.#controls.get(at) ?? 'max-age=10';
  }

  text(at: string, of: string, language: string): string {
    return `${at} of ${of} in ${at === '/varying' ? language : 'any'}, version ${this.#versions.get(at) ?? 0}`;
  }

  change(at: string, control = this.control(at)): void {
    this.#versions.set(at, (this.#versions.get(at) ?? 0) + 1);
    this.#controls.set(at, control);
  }

  readonly fetch: Fetch = async (input, init) => {
    this.asked += 1;
    const { pathname } = new URL(String(input));
    if (init?.method === 'POST') {
      this.change(pathname);
      return new Response(null, { status: 204 });
    }
    const given = new Headers(init?.headers);
    const text = this.text(pathname, given.get('authorization') ?? '', given.get('accept-language') ?? '');
    const etag = `"${text}"`;
    const headers = {
      'cache-control': this.control(pathname),
      etag,
      vary: pathname === '/varying' ? 'accept-language' : '',
    };
    const isKnown = given.get('if-none-match')?.includes(etag) ?? false;
    return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers });
  };
}

/** One answer for each user, path and, where it matters, language. */
class Model {
  readonly #kept = new Map<string, { text: string; atMs: number; lifetimeS: number; isDoubtful: boolean }>();
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  /** What a call must answer, and whether the service must be asked. */
  get({ path: at, user: of, language, mode }: Get): { text: string; asks: boolean } {
    const id = JSON.stringify([at, of, at === '/varying' ? language : '']);
    const kept = this.#kept.get(id);
    const isFresh = kept !== undefined && !kept.isDoubtful && Date.now() - kept.atMs < kept.lifetimeS * 1_000;
    if (mode === 'only-if-cached') return { text: kept?.text ?? '', asks: false };
    if (kept !== undefined && (mode === 'force-cache' || (mode === 'default' && isFresh))) {
      return { text: kept.text, asks: false };
    }
    const text = this.#service.text(at, of, language);
    if (mode !== 'no-store') {
      const { isKept, lifetimeS } = CONTROLS[this.#service.control(at)];
      if (isKept) this.#kept.set(id, { text, atMs: Date.now(), lifetimeS, isDoubtful: false });
      else this.#kept.delete(id);
    }
    return { text, asks: true };
  }

  /** @param isGone - Whether the answers of who changes something are forgotten, and not only doubted. */
  post(at: string, by: string, isGone: boolean): void {
    for (const [id, kept] of this.#kept) {
      const [path, of] = JSON.parse(id);
      if (path !== at) continue;
      kept.isDoubtful = true;
      if (isGone && of === by) this.#kept.delete(id);
    }
  }
}

it.each(['in memory', 'in a store'])('%s, answers as the model does, and asks as often', async (where) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const service = new Service();
      const model = new Model(service);
      const store = { store: new Map<string, Uint8Array>() };
      const client = createClient({ fetch: service.fetch, cache: where === 'in memory' ? {} : store });
      for (const each of steps) {
        // So that a given store, whose answers carry times, can tell before from after.
        await vi.advanceTimersByTimeAsync(1);
        if (each.kind === 'wait') await vi.advanceTimersByTimeAsync(each.seconds * 1_000);
        else if (each.kind === 'change') service.change(each.path, each.control);
        else {
          const url = `https://a.example${each.path}`;
          const authorization = { ...(each.user === '' ? {} : { authorization: each.user }) };
          if (each.kind === 'post') {
            await client(url, { method: 'POST', headers: authorization });
            model.post(each.path, each.user, where === 'in a store');
            await vi.advanceTimersByTimeAsync(1);
            continue;
          }
          const before = service.asked;
          const due = model.get(each);
          const response = await client(url, {
            cache: each.mode,
            headers: { ...authorization, 'accept-language': each.language },
          });
          expect(await response.text()).toBe(due.text);
          expect(service.asked - before).toBe(due.asks ? 1 : 0);
        }
      }
    }),
    { numRuns: 80 },
  );
});
