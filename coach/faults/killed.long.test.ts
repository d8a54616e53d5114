import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { otherSitter } from '../client-folder/seat.ts';
import { Journal, parseJournal } from '../journal/journal.ts';
import { replay } from '../journal/replay.ts';
import { workbookFolder } from '../kata/folders.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { Session } from '../session/session.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { CoachProcess, gone, until } from './coach-process.ts';

async function sitting(): Promise<{ coach: CoachProcess; client: string; pids: number[] }> {
  const client = temporaryFolder();
  const coach = new CoachProcess(client);
  onTestFinished(() => void coach.process.kill('SIGKILL'));
  await coach.shows('Kata 1 of');
  coach.press('\r');
  await coach.shows('RED');
  return { coach, client, pids: coach.processes };
}

test.each<[string, (coach: CoachProcess) => void]>([
  ['the window is closed (SIGHUP)', ({ process }) => process.kill('SIGHUP')],
  ['it is told to end (SIGTERM)', ({ process }) => process.kill('SIGTERM')],
  [
    'the window is closed while it draws (EPIPE)',
    (coach) => {
      coach.process.stdout?.destroy();
      coach.press('w');
    },
  ],
  ['nothing can be typed any more', ({ process }) => process.stdin?.end()],
])('ends quietly and leaves no process when %s', async (_when, end) => {
  const { coach, client, pids } = await sitting();
  end(coach);

  expect(await coach.ended).toEqual({ code: 0, signal: null });
  await gone(pids);
  expect(coach.stderr).toBe('');
  expect(otherSitter(client)).toBeUndefined();
});

test.skipIf(process.platform === 'win32')(
  'a coach that is killed leaves a whole journal and no process; the next goes on at the very place',
  async () => {
    const { coach, client, pids } = await sitting();
    expect(otherSitter(client)).toBe(coach.process.pid);
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

test('killed at any moment of its start, it leaves no process behind', async () => {
  for (const ms of [0, 200, 400, 800]) {
    const coach = new CoachProcess(temporaryFolder());
    coach.press('\r');
    await until(
      () => coach.processes.length > 1,
      () => 'a process of its own',
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    const pids = coach.processes;
    coach.process.kill('SIGKILL');
    await coach.ended;
    await gone(pids);
  }
});

test('killed at any moment of its writing, the journal has lost no line that was written', async () => {
  const file = join(temporaryFolder(), 'journal.jsonl');
  const journal = pathToFileURL(join(workbookFolder, 'coach', 'journal', 'journal.ts')).href;
  const script = `
    import { writeSync } from 'node:fs';
    const { Journal } = await import(${JSON.stringify(journal)});
    const journal = new Journal(${JSON.stringify(file)});
    const from = Number(process.argv[1]);
    for (let step = from; ; step++) { journal.append({ type: 'line', text: step + 'ü'.repeat(step % 5000) }); writeSync(1, step + '\\n'); }`;
  let next = 0;
  for (let kill = 0; kill < 12; kill += 1) {
    const writer = spawn(
      process.execPath,
      [
        '--disable-warning=DEP0180',
        '--import',
        pathToFileURL(fileURLToPath(new URL('../register.mjs', import.meta.url))).href,
        '--input-type=module',
        '--eval',
        script,
        String(next),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let told = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const ended = new Promise((resolve) => writer.once('close', resolve));
    await until(
      () => told.includes('\n'),
      () => 'a first line',
    );
    await new Promise((resolve) => setTimeout(resolve, 7 * kill));
    writer.kill('SIGKILL');
    await ended;
    next = Number(told.trimEnd().split('\n').at(-1)) + 1;
    const kept = new Set(
      new Journal(file).read().map((event) => ('text' in event ? Number.parseInt(event.text, 10) : -1)),
    );
    for (let step = 0; step < next; step += 1) expect(kept.has(step), `line ${step}`).toBe(true);
  }
});
