import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { otherSitter, takeSeat } from './seat.ts';

/** A folder at which a coach with this process id sits, or sat. */
function seatOf(pid: number, host = hostname()): string {
  const client = temporaryFolder();
  mkdirSync(join(client, '.coach'));
  writeFileSync(join(client, '.coach', 'seat.json'), JSON.stringify({ pid, host }));
  return client;
}

test('a coach that lives is told of; its seat is left to it', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void other.kill('SIGKILL'));
  const client = seatOf(other.pid ?? 0);

  expect(otherSitter(client)).toBe(other.pid);
  takeSeat(client)();
  expect(otherSitter(client)).toBe(other.pid);

  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  expect(otherSitter(client)).toBeUndefined();
});

test('nobody is warned of oneself, of another machine, or of what is no seat', () => {
  const client = temporaryFolder();
  const leave = takeSeat(client);
  expect(readFileSync(join(client, '.coach', 'seat.json'), 'utf8')).toContain(`${process.pid}`);
  expect(otherSitter(client)).toBeUndefined();
  leave();

  expect(otherSitter(seatOf(1, 'another-machine'))).toBeUndefined();
  expect(otherSitter(seatOf(0.5))).toBeUndefined();
  expect(otherSitter(client)).toBeUndefined();
});
