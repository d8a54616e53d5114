import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { EventBody } from '../journal/journal.ts';
import { Journal } from '../journal/journal.ts';
import { workbookFolder } from '../kata/folders.ts';
import type { Beat, Kata } from '../kata/kata.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { render } from '../screen/render.ts';
import { Session } from '../session/session.ts';
import { loadMaterial, viewOf } from '../session/view-of.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

let katas: Kata[];

beforeAll(async () => {
  katas = await loadKatas(workbookFolder);
});

/** A learner whose journal was written with another workbook than this one. */
function returning(...events: EventBody[]) {
  const client = temporaryFolder();
  const journal = new Journal(join(client, '.coach', 'journal.jsonl'));
  for (const event of events) journal.append(event);
  const mine = join(client, 'throwaway', 'kata-01', 'an-older-name.test.ts');
  mkdirSync(join(mine, '..'), { recursive: true });
  writeFileSync(mine, 'mine');
  const session = new Session({ client, workbook: workbookFolder }, katas);
  session.begin();
  return { session, mine };
}

async function screenOf(session: Session): Promise<string> {
  const moment = {
    busy: undefined,
    say: undefined,
    question: undefined,
    whole: false,
    // A clock that was set back since the last event.
    now: Date.parse('2001-01-01'),
    preflight: undefined,
    isPredicting: false,
    isHigh: false,
  };
  const material = await loadMaterial(session);
  return render(viewOf(session, material, undefined, moment), { columns: 80, colour: false });
}

const greenRun: EventBody = {
  type: 'run',
  light: 'green',
  executed: 1,
  passed: 1,
  failed: 0,
  skipped: 0,
  ms: 100,
  source: 'one',
  tests: [{ file: 'throwaway/kata-01/an-older-name.test.ts', name: 'a', state: 'passed', hash: 'h' }],
  failures: [],
};

test('a kata that this workbook does not have leads to the first that is not finished', async () => {
  const { session, mine } = returning(
    { type: 'kata', kata: '01' },
    { type: 'beat', beat: 'done' },
    { type: 'kata', kata: '77' },
    { type: 'beat', beat: 'curate' },
  );

  expect(session.state).toMatchObject({ kata: '02', beat: 'goal', finished: ['01'] });
  expect(await screenOf(session)).toContain('Kata 2 of');
  expect(readFileSync(mine, 'utf8')).toBe('mine');
});

test('steps that are gone show no step, and [n] leads out of them', async () => {
  const { session, mine } = returning(
    { type: 'kata', kata: '01' },
    { type: 'beat', beat: 'red-green' },
    { type: 'step', step: 99 },
    greenRun,
  );

  expect(await screenOf(session)).toContain('GREEN');
  expect(session.next(false)).toEqual({ moved: true });
  expect(session.state.beat).toBe('done');
  expect(readFileSync(mine, 'utf8')).toBe('mine');
});

test.each(['sketch', 'curate', 'release', 'again'] satisfies Beat[])(
  'a kata that no longer has the beat %s can be gone on with',
  async (beat) => {
    const { session } = returning(
      { type: 'kata', kata: '01' },
      { type: 'beat', beat },
      { type: 'hint', about: 'a-bug-that-is-gone', rung: 2 },
      {
        type: 'judged',
        tests: [],
        otherWays: { accepted: ['a-way-that-is-gone'], refused: [] },
        bugs: { caught: [], escaped: ['a-bug-that-is-gone'] },
        notJudged: [],
      },
      greenRun,
    );

    expect(await screenOf(session)).toContain('Kata 1 of');
    for (let keys = 0; keys < 2 && session.state.beat === beat; keys += 1) session.next(true);
    expect(session.state.beat).not.toBe(beat);
  },
);

test('a step number that is none shows a screen all the same', async () => {
  const { session } = returning({ type: 'kata', kata: '01' }, { type: 'beat', beat: 'red-green' });
  new Journal(join(session.places.client, '.coach', 'journal.jsonl')).append({ type: 'step', step: -1 });
  const again = new Session(session.places, katas);
  again.begin();

  expect(await screenOf(again)).toContain('Kata 1 of');
});
