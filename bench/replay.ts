/**
 * A journal of 100 000 events, read and replayed as at every start. Prints figures; asserts nothing.
 *
 *     node --disable-warning=DEP0180 --import ./coach/register.mjs bench/replay.ts [events]
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventBody, Journal } from '../coach/journal/journal.ts';
import { replay } from '../coach/journal/replay.ts';
import { trustOfAll } from '../coach/trust/trust-of-all.ts';
import { machine, summary } from './figures.ts';

const wanted = Number(process.argv[2] ?? 100_000);

/** Sixteen katas of many runs, as a learner's journal has them: half of the lines are runs, a few are long. */
function* events(): Generator<EventBody> {
  for (let kata = 1; ; kata = (kata % 16) + 1) {
    yield { type: 'kata', kata: String(kata).padStart(2, '0') };
    yield { type: 'beat', beat: 'red-green' };
    for (let step = 1; step <= 8; step += 1) {
      yield { type: 'step', step };
      for (let save = 0; save < 6; save += 1) {
        yield run(kata, step, save);
        if (save % 2 === 1) yield { type: 'hint', about: `0${step}-does-it.test.ts`, rung: 1 };
        if (save % 3 === 2) yield { type: 'line', text: 'What failed told me where to look.' };
      }
    }
    yield { type: 'beat', beat: 'done' };
  }
}

function run(kata: number, step: number, save: number): EventBody {
  const isRed = save % 2 === 0;
  const file = (n: number) => `throwaway/kata-${kata}/0${n}-does-it.test.ts`;
  const tests = Array.from({ length: step }, (_, n) => ({
    file: file(n + 1),
    name: `does it as the contract says, part ${n + 1}`,
    state: isRed && n + 1 === step ? ('failed' as const) : ('passed' as const),
    hash: `hash-of-${kata}-${n}`,
  }));
  return {
    type: 'run',
    light: isRed ? 'red' : 'green',
    executed: step,
    passed: isRed ? step - 1 : step,
    failed: isRed ? 1 : 0,
    skipped: 0,
    ms: 120 + save,
    source: `source-${kata}-${step}-${save}`,
    tests,
    failures: isRed
      ? [
          {
            file: file(step),
            test: `does it as the contract says, part ${step}`,
            light: 'red',
            kind: 'assertion',
            message: 'expected undefined to be true',
            expected: 'true',
            actual: 'undefined',
            where: 'src/index.ts:3:10',
            code: 'return undefined;',
            fingerprint: `print-${kata}-${step}-${save}`,
            gist: 'expected true, got undefined',
          },
        ]
      : [],
  };
}

const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
try {
  const file = join(folder, 'journal.jsonl');
  const lines: string[] = [];
  for (const event of events()) {
    if (lines.length === wanted) break;
    lines.push(JSON.stringify({ at: new Date(lines.length * 20_000).toISOString(), ...event }));
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  const times: { read: number; replay: number; trust: number }[] = [];
  for (let n = 0; n < 7; n += 1) {
    const start = performance.now();
    const all = new Journal(file).read();
    const read = performance.now();
    const state = replay(all);
    const replayed = performance.now();
    trustOfAll(state.evidence);
    times.push({ read: read - start, replay: replayed - read, trust: performance.now() - replayed });
  }
  console.log(machine());
  console.log(`${wanted} events, ${Math.round(statSync(file).size / 1e6)} MB`);
  console.log(`read:            ${summary(times.map(({ read }) => read))}`);
  console.log(`replay:          ${summary(times.map(({ replay }) => replay))}`);
  console.log(`trust:           ${summary(times.map(({ trust }) => trust))}`);
  console.log(
    `the first of all: ${Math.round(times[0] === undefined ? 0 : times[0].read + times[0].replay)} ms`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
