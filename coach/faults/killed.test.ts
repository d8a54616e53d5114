import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { otherSitter } from '../client-folder/seat.ts';
import { Journal, parseJournal } from '../journal/journal.ts';
import { replay } from '../journal/replay.ts';
import { workbookFolder } from '../kata/folders.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { Session } from '../session/session.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { CoachProcess, gone } from './coach-process.ts';

test.skipIf(process.platform === 'win32')(
  'a coach that is killed leaves a whole journal and no process; the next goes on at the very place',
  async () => {
    const client = temporaryFolder();
    const coach = new CoachProcess(client);
    onTestFinished(() => void coach.process.kill('SIGKILL'));
    await coach.shows('Kata 1 of');
    expect(otherSitter(client)).toBe(coach.process.pid);
    coach.press('\r');
    await coach.shows('RED');
    const pids = coach.processes;
    expect(pids.length).toBeGreaterThan(1);

    coach.process.kill('SIGKILL');
    await coach.ended;
    await gone(pids);

    const file = join(client, '.coach', 'journal.jsonl');
    const text = readFileSync(file, 'utf8');
    const events = parseJournal(text);
    expect(text.endsWith('\n')).toBe(true);
    expect(events).toHaveLength(text.split('\n').length - 1);
    expect(replay(events)).toMatchObject({ kata: '01', beat: 'red-green', step: 1, run: { light: 'red' } });

    // The seat of one that is gone is free, and a line that it could not end spoils no other.
    expect(existsSync(join(client, '.coach', 'seat.json'))).toBe(true);
    expect(otherSitter(client)).toBeUndefined();
    appendFileSync(file, '{"at":"2026-01-01T00:00:00.000Z","type":"st');
    const next = new Session({ client, workbook: workbookFolder }, await loadKatas(workbookFolder));
    next.begin();
    next.writeLine('on we go');
    expect(new Journal(file).read()).toMatchObject([...events, { type: 'line', text: 'on we go' }]);
  },
);
