import { describe, expect, it, vi } from 'vitest';
import {
  type BreakerOptions,
  type CircuitChange,
  type CircuitTrip,
  createBreaker,
  createClient,
  type ShareTripsOptions,
  shareTrips,
} from '../index.ts';
import { scripted } from '../test-support/scripted.ts';
import { useFakeTime } from '../test-support/use-fake-time.ts';

useFakeTime();

const URL_OF_IT = 'https://orders.example.com/';
const GROUP = 'https://orders.example.com';

/** Processes on one channel. `statuses`: what the service answers to each of them, in turn; the last goes on. */
function fleet(count: number, options: BreakerOptions & { quorum?: number } = {}) {
  const { quorum, ...breaker } = options;
  const channel: CircuitTrip[] = [];
  const processes = Array.from({ length: count }, (_, index) => {
    const circuits = createBreaker({ failuresInARow: 1, probes: 1, coolDownMs: 5_000, ...breaker });
    let status = 503;
    const { fetch, sent } = scripted(() => new Response(null, { status }));
    const client = createClient({ fetch, retry: false, breaker: circuits });
    const changes: CircuitChange[] = [];
    circuits.onChange((change) => void changes.push(change));
    const publish = (trip: CircuitTrip) => {
      const message: CircuitTrip = JSON.parse(JSON.stringify(trip));
      channel.push(message);
      for (const { trips } of processes) trips.hear(message);
    };
    const name = `machine ${index}`;
    const trips = shareTrips(circuits, { publish, name, ...(quorum === undefined ? {} : { quorum }) });
    const call = async (answer?: number) => {
      if (answer !== undefined) status = answer;
      const outcome = await client(URL_OF_IT).then(
        (response) => response.status,
        (error: { code: string }) => error.code,
      );
      await vi.advanceTimersByTimeAsync(0);
      return outcome;
    };
    return { call, sent, changes, circuits, trips, state: () => circuits.health(URL_OF_IT).state };
  });
  const at = (index: number) => {
    const process = processes[index];
    if (process === undefined) throw new Error('There are fewer processes.');
    return process;
  };
  return { at, channel };
}

describe('a circuit that other processes say is open', () => {
  it('opens here too, once two of them say so, and nothing is sent', async () => {
    const { at } = fleet(3);
    await at(0).call(503);
    expect(at(2).state()).toBe('closed');
    await at(1).call(503);
    expect(at(2).state()).toBe('open');
    expect(await at(2).call()).toBe('circuit-open');
    expect(at(2).sent).toHaveLength(0);
    expect(at(2).changes).toMatchObject([{ group: GROUP, to: 'open', reason: 'others' }]);
  });

  it('opens once as many say so as asked for, each of them counted once', async () => {
    const { at } = fleet(4, { quorum: 3 });
    await at(0).call(503);
    await vi.advanceTimersByTimeAsync(5_000);
    await at(0).call(503);
    await at(1).call(503);
    expect(at(3).state()).toBe('closed');
    await at(2).call(503);
    expect(at(3).state()).toBe('open');
  });

  it('stays closed where the last call went well: this process knows better', async () => {
    const { at } = fleet(3);
    await at(2).call(200);
    await at(0).call(503);
    await at(1).call(503);
    expect(at(2).state()).toBe('closed');
    expect(await at(2).call()).toBe(200);
  });

  it('opens where that was longer ago than the window', async () => {
    const { at } = fleet(3, { windowMs: 20_000 });
    await at(2).call(200);
    await vi.advanceTimersByTimeAsync(20_000);
    await at(0).call(503);
    await at(1).call(503);
    expect(at(2).state()).toBe('open');
  });

  it('is tried again after the first cool-down, and a good call of our own has the last word', async () => {
    const { at } = fleet(3, { longestCoolDownMs: 300_000 });
    for (const again of [5_000, 10_000, 20_000, 40_000]) {
      await at(0).call(503);
      await at(1).call(503);
      await vi.advanceTimersByTimeAsync(again);
    }
    expect(at(2).state()).toBe('half-open');
    expect(await at(2).call(200)).toBe(200);
    expect(at(2).state()).toBe('closed');
    await at(0).call(503);
    expect(at(2).state()).toBe('closed');
  });

  it('is not told on: what others said is no finding', async () => {
    const { at, channel } = fleet(3);
    await at(0).call(503);
    await at(1).call(503);
    expect(at(2).state()).toBe('open');
    expect(channel.map(({ from }) => from)).toEqual(['machine 0', 'machine 1']);
  });
});

describe('what is said', () => {
  it('counts for as long as the circuit of whoever said it stays open', async () => {
    const { at } = fleet(3);
    await at(0).call(503);
    await vi.advanceTimersByTimeAsync(5_000);
    await at(1).call(503);
    expect(at(2).state()).toBe('closed');
  });

  it('is taken back when that circuit closes', async () => {
    const { at, channel } = fleet(3);
    await at(0).call(503);
    at(0).circuits.reset(URL_OF_IT);
    await vi.advanceTimersByTimeAsync(0);
    await at(1).call(503);
    expect(at(2).state()).toBe('closed');
    expect(channel).toEqual([
      { group: GROUP, from: 'machine 0', forMs: 5_000 },
      { group: GROUP, from: 'machine 0', forMs: 0 },
      { group: GROUP, from: 'machine 1', forMs: 5_000 },
    ]);
  });

  it('opens nothing when it is taken back', async () => {
    const { at } = fleet(1, { quorum: 1, windowMs: 20_000 });
    await at(0).call(200);
    for (const from of ['a', 'b']) at(0).trips.hear({ group: GROUP, from, forMs: 60_000 });
    await vi.advanceTimersByTimeAsync(20_000);
    at(0).trips.hear({ group: GROUP, from: 'a', forMs: 0 });
    expect(at(0).state()).toBe('closed');
  });

  it('is no news to a circuit that is open already, or isolated', async () => {
    const { at } = fleet(1, { quorum: 1 });
    await at(0).call(503);
    const retryAtMs = () => at(0).circuits.health(URL_OF_IT).retryAtMs;
    const before = retryAtMs();
    await vi.advanceTimersByTimeAsync(1_000);
    at(0).trips.hear({ group: GROUP, from: 'a', forMs: 60_000 });
    expect(retryAtMs()).toBe(before);
    at(0).circuits.isolate(URL_OF_IT);
    at(0).trips.hear({ group: GROUP, from: 'b', forMs: 60_000 });
    expect(at(0).state()).toBe('isolated');
  });

  it('is not heard from oneself', () => {
    const { at } = fleet(1, { quorum: 1 });
    at(0).trips.hear({ group: GROUP, from: 'machine 0', forMs: 60_000 });
    expect(at(0).state()).toBe('closed');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'down'],
    ['no group', { from: 'a', forMs: 1_000 }],
    ['no name', { group: GROUP, from: '', forMs: 1_000 }],
    ['a long name', { group: 'x'.repeat(101), from: 'a', forMs: 1_000 }],
    ['no time', { group: GROUP, from: 'a', forMs: '1000' }],
    ['a time before now', { group: GROUP, from: 'a', forMs: -1 }],
  ])('is ignored where it is %s', async (_what, message) => {
    const { at } = fleet(1, { quorum: 1 });
    at(0).trips.hear(message);
    expect(at(0).state()).toBe('closed');
  });

  it('is forgotten where too much is said', () => {
    const { at } = fleet(1);
    at(0).trips.hear({ group: GROUP, from: 'a', forMs: 1e9 });
    for (let count = 0; count < 1_000; count += 1) {
      at(0).trips.hear({ group: `group ${count}`, from: 'a', forMs: 1e9 });
    }
    at(0).trips.hear({ group: GROUP, from: 'b', forMs: 1e9 });
    expect(at(0).state()).toBe('closed');
    at(0).trips.hear({ group: GROUP, from: 'a', forMs: 1e9 });
    expect(at(0).state()).toBe('open');
  });

  it('is said and heard no more after stop()', async () => {
    const { at, channel } = fleet(2, { quorum: 1 });
    at(1).trips.stop();
    await at(0).call(503);
    expect(at(1).state()).toBe('closed');
    await at(1).call(503);
    expect(channel).toHaveLength(1);
  });
});

describe('a channel', () => {
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('the channel is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the channel is down'))],
    ['never answers', () => new Promise(() => {})],
  ])('that %s keeps no call waiting, and each process goes by itself', async (what, publish) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const circuits = createBreaker({ failuresInARow: 1 });
    shareTrips(circuits, { publish });
    const client = createClient({ fetch: scripted(503).fetch, retry: false, breaker: circuits });
    expect((await client(URL_OF_IT)).status).toBe(503);
    await vi.advanceTimersByTimeAsync(0);
    expect(circuits.health(URL_OF_IT).state).toBe('open');
    expect(warned).toHaveBeenCalledTimes(what === 'never answers' ? 0 : 1);
  });
});

describe('options', () => {
  it.each<[Partial<Record<keyof ShareTripsOptions | 'interval', unknown>>, RegExp]>([
    [{ publish: undefined }, /publish is missing.*sends a trip/],
    [{ quorum: 0 }, /quorum is 0.*1 or more/],
    [{ quorum: 1.5 }, /quorum is 1\.5/],
    [{ name: '' }, /name is no name/],
    [{ interval: 5 }, /no option interval.*publish/],
  ])('that cannot be are named, with the cure: %j', (given, message) => {
    const options = { publish: () => {}, ...given };
    expect(() => Reflect.apply(shareTrips, undefined, [createBreaker(), options])).toThrow(message);
  });

  it('come with a breaker', () => {
    expect(() => Reflect.apply(shareTrips, undefined, [{}, { publish: () => {} }])).toThrow(
      /createBreaker\(\)/,
    );
  });
});
