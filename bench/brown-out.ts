/**
 * How much clients add to the load of a service that fails much of what it is asked: requests for each call, in virtual
 * time, with seeded random numbers, so that every run prints the same. Asserts nothing
 * (`src/composition/brown-out.test.ts` does).
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/brown-out.ts
 */
import { mock } from 'node:test';
import { createClient, type Fetch } from '../src/index.ts';
import { naiveRetries, seededRandom, simulateBrownOut } from '../src/test-support/brown-out.ts';

mock.timers.enable({ apis: ['setTimeout', 'Date'] });
performance.now = () => Date.now();
const advance = async (ms: number) => {
  for (let passed = 0; passed < ms; passed += 10) {
    mock.timers.tick(Math.min(10, ms - passed));
    await new Promise(setImmediate);
  }
};

const makers: readonly (readonly [string, (send: Fetch) => Fetch])[] = [
  ['three naive retries', naiveRetries],
  ['holdfast', (fetch) => createClient({ fetch })],
  ['holdfast, breaker: false', (fetch) => createClient({ fetch, breaker: false })],
  ['holdfast, no budget', (fetch) => createClient({ fetch, breaker: false, retry: { budget: false } })],
];

const percent = (share: number) => `${Math.round(share * 100)} %`;

console.log('20 clients, 30 s well, 60 s with failures, 60 s well again');
for (const callsPerSecond of [5, 0.5]) {
  console.log(`\n${callsPerSecond} calls a second each`);
  console.log('requests that fail, client'.padEnd(40), 'requests a call   answered   answered after');
  for (const failureShare of [0.5, 0.7, 0.9, 1]) {
    for (const [name, make] of makers) {
      const random = seededRandom(7);
      Math.random = random;
      const brownOut = {
        failureShare,
        clients: 20,
        callsPerSecond,
        secondsBefore: 30,
        secondsDuring: 60,
        secondsAfter: 60,
      };
      const figures = await simulateBrownOut(make, brownOut, { advance, random });
      console.log(
        `${percent(failureShare).padStart(6)}  ${name}`.padEnd(40),
        figures.amplification.toFixed(2).padStart(15),
        percent(figures.answered).padStart(10),
        percent(figures.answeredAfter).padStart(16),
      );
    }
  }
}
