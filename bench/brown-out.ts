/**
 * What becomes of calls to a service that fails a share of what it is asked, and how much clients add to its load: with
 * the breaker as it comes, and without. In virtual time, with seeded random numbers, so that every run prints the same.
 * Asserts nothing (`src/composition/brown-out.test.ts` does).
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/brown-out.ts
 */
import { mock } from 'node:test';
import { type Client, createClient, type Fetch } from '../src/index.ts';
import {
  type BrownOut,
  naiveRetries,
  seededRandom,
  simulateBrownOut,
} from '../src/test-support/brown-out.ts';

process.removeAllListeners('warning'); // that fake timers of Node are experimental
mock.timers.enable({ apis: ['setTimeout', 'Date'] });
performance.now = () => Date.now();
const advance = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += 10) {
    mock.timers.tick(Math.min(10, ms - passed));
    await new Promise(setImmediate);
  }
};

const percent = (share: number) => `${Math.round(share * 100)} %`;
const row = (first: string, others: readonly string[]) =>
  console.log(first.padEnd(44), others.map((cell) => cell.padStart(15)).join(''));

function simulate(make: (send: Fetch) => Fetch, brownOut: BrownOut) {
  const random = seededRandom(7);
  Math.random = random;
  return simulateBrownOut(make, brownOut, { advance, random });
}

/** So many clients, and so often each of them calls. */
const TRAFFIC = [
  [3, 50],
  [20, 5],
  [40, 0.5],
] as const;
const SECONDS = { secondsBefore: 30, secondsDuring: 60, secondsAfter: 60 };

const makers: readonly (readonly [string, (send: Fetch) => Fetch])[] = [
  ['three naive retries', naiveRetries],
  ['holdfast', (fetch) => createClient({ fetch })],
  ['holdfast, breaker: false', (fetch) => createClient({ fetch, breaker: false })],
];

console.log('30 s well, 60 s in which a share of the requests fails with 503, at random, 60 s well again');
for (const [clients, callsPerSecond] of TRAFFIC) {
  console.log(`\n${clients} clients with ${callsPerSecond} calls a second each`);
  row('requests that fail, client', ['requests a call', 'answered', 'answered after']);
  for (const failureShare of [0.05, 0.2, 0.5, 0.8, 0.9, 1]) {
    for (const [name, make] of makers) {
      const figures = await simulate(make, { failureShare, clients, callsPerSecond, ...SECONDS });
      row(`${percent(failureShare).padStart(6)}  ${name}`, [
        figures.amplification.toFixed(2),
        percent(figures.answered),
        percent(figures.answeredAfter),
      ]);
    }
  }
}

console.log('\nfrom the beginning of an outage to the first refusal, in seconds');
row(
  'every request fails with',
  TRAFFIC.map(([, callsPerSecond]) => `${callsPerSecond} a second`),
);
for (const failure of [503, 500]) {
  const seconds: string[] = [];
  for (const [clients, callsPerSecond] of TRAFFIC) {
    const opened: number[] = [];
    let began = 0;
    const make = (fetch: Fetch): Client => {
      const client = createClient({ fetch });
      const stop = client.on('circuit-opened', () => {
        opened.push((Date.now() - began) / 1_000);
        stop();
      });
      return client;
    };
    began = Date.now() + SECONDS.secondsBefore * 1_000;
    await simulate(make, { failureShare: 1, failure, clients, callsPerSecond, ...SECONDS });
    seconds.push(median(opened).toFixed(1));
  }
  row(`  ${failure}`, seconds);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
