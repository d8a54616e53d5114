import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, requestScope } from '../../index.ts';
import { type UpcheckEndpointOptions, type UpcheckReport, upcheckEndpoint } from '../index.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 19, 30) }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const asking = (init?: RequestInit) => new Request('https://mail.example.com/up', init);
const never = () => new Promise<never>(() => {});

async function settled<T>(work: Promise<T>, ms = 0): Promise<T> {
  await vi.advanceTimersByTimeAsync(ms);
  return work;
}

async function statusOf(options: UpcheckEndpointOptions, ms = 0): Promise<[number, unknown]> {
  const response = await settled(upcheckEndpoint(options)(asking()), ms);
  return [response.status, await response.json()];
}

describe('the answer', () => {
  it.each<[string, UpcheckEndpointOptions['checks'], number, string]>([
    ['no check', undefined, 200, 'pass'],
    ['all come to an end', { a: () => {}, b: async () => ({ rows: [] }), c: () => true }, 200, 'pass'],
    ['one throws', { a: () => {}, b: () => Promise.reject(new Error('no')) }, 503, 'fail'],
    [
      'one throws at once',
      {
        a: () => {
          throw new Error('no');
        },
      },
      503,
      'fail',
    ],
    ['one rejects with nothing', { a: () => Promise.reject() }, 503, 'fail'],
    ['one says false', { a: () => false }, 503, 'fail'],
    ['one says fail', { a: () => 'fail', b: () => 'warn' }, 503, 'fail'],
    ['one warns', { a: () => {}, b: () => 'warn' }, 200, 'warn'],
    ['an optional one fails', { a: { check: () => false, optional: true } }, 200, 'warn'],
    ['an optional one passes', { a: { check: () => {}, optional: true } }, 200, 'pass'],
  ])('where %s', async (_what, checks, status, word) => {
    expect(await statusOf(checks === undefined ? {} : { checks })).toEqual([status, { status: word }]);
  });

  it('is a health document, and tells caches how long it goes', async () => {
    const headersOf = async (options: UpcheckEndpointOptions) => {
      const { headers } = await upcheckEndpoint(options)(asking());
      return [headers.get('content-type'), headers.get('cache-control')];
    };
    expect(await headersOf({})).toEqual(['application/health+json', 'max-age=1']);
    expect(await headersOf({ validForMs: 5_500 })).toEqual(['application/health+json', 'max-age=5']);
    expect(await headersOf({ validForMs: 0 })).toEqual(['application/health+json', 'no-store']);
    expect(await headersOf({ checks: { a: () => false } })).toEqual(['application/health+json', 'no-store']);
    expect(await headersOf({ details: true })).toEqual(['application/health+json', 'no-store']);
  });

  it('to a HEAD has no body', async () => {
    const response = await upcheckEndpoint()(asking({ method: 'HEAD' }));
    expect([response.status, response.body]).toEqual([200, null]);
  });
});

describe('details', () => {
  const checks = {
    database: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
    },
    disk: { check: () => 'warn' },
  };

  it('are told to nobody', async () => {
    const response = await settled(upcheckEndpoint({ checks })(asking()), 20);
    expect(await response.text()).toBe('{"status":"fail"}');
  });

  it('unless somebody is allowed to see them', async () => {
    const up = upcheckEndpoint({ checks, details: async ({ headers }) => headers.get('x-key') === 'ours' });
    const theirs = await settled(up(asking()), 20);
    expect(await theirs.text()).toBe('{"status":"fail"}');
    const ours = await up(asking({ headers: { 'x-key': 'ours' } }));
    const time = '2026-11-23T19:30:00.020Z';
    expect(await ours.json()).toEqual({
      status: 'fail',
      checks: {
        'database:responseTime': [
          {
            status: 'fail',
            observedValue: 20,
            observedUnit: 'ms',
            time,
            output: 'connect ECONNREFUSED 10.0.0.7:5432',
          },
        ],
        'disk:responseTime': [{ status: 'warn', observedValue: 0, observedUnit: 'ms', time }],
      },
    });
  });
});

describe('the time it takes', () => {
  it('is that of the longest check, not of all', async () => {
    const slow = () => new Promise((resolve) => setTimeout(resolve, 250));
    expect(await statusOf({ checks: { a: slow, b: slow, c: slow } }, 250)).toEqual([200, { status: 'pass' }]);
  });

  it('is bounded, whatever a check does', async () => {
    expect(await statusOf({ checks: { a: never, b: () => {} } }, 300)).toEqual([503, { status: 'fail' }]);
    expect(await statusOf({ timeoutMs: 50, checks: { a: never } }, 50)).toEqual([503, { status: 'fail' }]);
    const own = { check: never, timeoutMs: 700, optional: true };
    expect(await statusOf({ timeoutMs: 50, checks: { own } }, 700)).toEqual([200, { status: 'warn' }]);
  });

  it('is told to the check', async () => {
    let heard: unknown;
    const check = ({ signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          heard = signal.reason;
          reject(signal.reason);
        });
      });
    await statusOf({ checks: { check } }, 300);
    expect(heard).toEqual(new Error('Took longer than 300 ms.'));
  });

  it('leaves no timer behind', async () => {
    await statusOf({ checks: { a: () => {}, b: () => false } });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('whoever asks', () => {
  it('shares one round with all who ask at the same time, and its result for a second', async () => {
    const check = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 100)));
    const up = upcheckEndpoint({ checks: { check } });
    const answers = Promise.all([up(asking()), up(asking()), up(asking())]);
    expect((await settled(answers, 100)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await vi.advanceTimersByTimeAsync(999);
    await up(asking());
    expect(check).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await settled(up(asking()), 100);
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('hears at once that it is back, where nothing is kept', async () => {
    let isWell = false;
    const up = upcheckEndpoint({ validForMs: 0, checks: { a: () => isWell } });
    expect((await up(asking())).status).toBe(503);
    isWell = true;
    expect((await up(asking())).status).toBe(200);
  });

  it('does not start a check that hangs beside itself, until it counts as lost', async () => {
    const hanging = vi.fn(never);
    const up = upcheckEndpoint({ validForMs: 0, checks: { hanging }, details: true });
    await settled(up(asking()), 300);
    const response = await up(asking());
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('An earlier one has come to no end.');
    expect(hanging).toHaveBeenCalledTimes(1);

    await vi.advanceTimersByTimeAsync(30_000);
    hanging.mockImplementation(async () => undefined as never);
    expect((await up(asking())).status).toBe(200);
    expect((await up(asking())).status).toBe(200);
    expect(hanging).toHaveBeenCalledTimes(3);
  });

  it('does not take the end of a lost check for that of the one at work', async () => {
    const ends: (() => void)[] = [];
    const check = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
    const up = upcheckEndpoint({ validForMs: 0, checks: { check } });
    await settled(up(asking()), 30_000);
    await settled(up(asking()), 300);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    await up(asking());
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('hears of a late end: the check is free again', async () => {
    const late = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 400)));
    const up = upcheckEndpoint({ validForMs: 0, checks: { late } });
    await settled(up(asking()), 300);
    await vi.advanceTimersByTimeAsync(100);
    late.mockImplementation(async () => {});
    expect((await up(asking())).status).toBe(200);
  });
});

describe('the team', () => {
  it('hears of each change, and of nothing else', async () => {
    const reports: UpcheckReport[] = [];
    let answer: unknown;
    const up = upcheckEndpoint({
      validForMs: 0,
      checks: { a: () => answer, b: () => {} },
      onChange: (report) => reports.push(report),
    });
    for (answer of ['pass', 'fail', 'fail', 'warn', 'pass', 'pass']) await up(asking());
    expect(reports.map(({ status }) => status)).toEqual(['fail', 'warn', 'pass']);
    expect(reports[0]).toEqual({
      status: 'fail',
      atMs: Date.now(),
      checks: [
        { name: 'a', status: 'fail', durationMs: 0, error: undefined },
        { name: 'b', status: 'pass', durationMs: 0, error: undefined },
      ],
    });
  });

  it('does no harm by what its listener throws', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const up = upcheckEndpoint({
      checks: { a: () => false },
      onChange: () => {
        throw new Error('no');
      },
    });
    expect((await up(asking())).status).toBe(503);
    expect(warning).toHaveBeenCalledWith(expect.stringContaining('onChange'), 'HoldfastWarning');
  });
});

describe('a check that asks another service whether it is up', () => {
  const fetch = vi.fn(async () => new Response('', { status: 503 }));
  const maps = createClient({
    baseUrl: 'https://maps.example.com',
    fetch,
    upcheck: { path: '/up', validForMs: 0 },
  });
  const twice = async (checks: UpcheckEndpointOptions['checks']) => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const up = upcheckEndpoint({ validForMs: 0, checks: checks ?? {} });
    await up(asking());
    await up(asking());
    return warning.mock.calls;
  };

  it('is warned of, once: a row of services would fall with the last', async () => {
    expect(await twice({ maps: () => requestScope(() => maps.isUp()), disk: () => {} })).toEqual([
      [
        expect.stringMatching(/checks\.maps .* asks https:\/\/maps\.example\.com .* make it optional/),
        'HoldfastWarning',
      ],
    ]);
  });

  it('asks once within a web request, as everybody does', async () => {
    const check = () => maps.isUp();
    const asks = async (up: () => Promise<unknown>) => {
      fetch.mockClear();
      await up();
      return fetch.mock.calls.length;
    };
    const plain = upcheckEndpoint({ validForMs: 0, checks: { maps: { check, optional: true } } });
    const page = async () => [await maps.isUp(), await plain(asking())];
    expect(await asks(() => requestScope(page))).toBe(1);

    const twiceInOne = async () => [await maps.isUp(), await maps.isUp()];
    const own = { check: () => requestScope(twiceInOne), optional: true };
    const scoped = upcheckEndpoint({ validForMs: 0, checks: { own } });
    expect(await asks(() => scoped(asking()))).toBe(1);
  });

  it('may, where nothing depends on it', async () => {
    expect(await twice({ maps: { check: () => maps.isUp(), optional: true } })).toEqual([]);
  });
});

describe('an option that cannot be', () => {
  it.each<[string, RegExp]>([
    ['{"check": {}}', /no option check.*checks/],
    ['{"timeoutMs": 0}', /timeoutMs is 0.*above 0/],
    ['{"validForMs": -1}', /validForMs is -1.*0 or more/],
    ['{"details": "all"}', /details is all.*function/],
    ['{"onChange": 1}', /onChange is 1.*function/],
    ['{"checks": {"a": 7}}', /checks\.a has no work to do/],
    ['{"checks": {"a:b": 7}}', /"a:b".*without a colon/],
  ])('is named, with the cure: %s', (options, message) => {
    expect(() => upcheckEndpoint(JSON.parse(options))).toThrow(message);
  });

  it.each<[object, RegExp]>([
    [{ check: () => {}, timeoutMs: -1 }, /checks\.a\.timeoutMs is -1/],
    [{ check: () => {}, optional: 1 }, /checks\.a\.optional is 1/],
    [{ check: () => {}, required: true }, /no option checks\.a\.required.*optional/],
  ])('of a check: %o', (setting, message) => {
    const checks: UpcheckEndpointOptions['checks'] = {};
    Object.assign(checks, { a: setting });
    expect(() => upcheckEndpoint({ checks })).toThrow(message);
  });
});
