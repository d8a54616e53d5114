import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { testFiles } from '../client-folder/client-files.ts';
import { type Runner, startRunner } from '../run/start-runner.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { lightOf } from './light-of.ts';
import type { Failure } from './verdict.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

export const allFixtures = readdirSync(fixtures);

/** A folder with a warm runner, used for one fixture after the other. */
type Lane = { client: string; runner: Runner };

const idle: Lane[] = [];
const waiting: ((lane: Lane) => void)[] = [];

/** To warm a second lane takes as long as five fixtures. */
const fixturesPerLane = 25;

/** Long for a test that waits for nothing, even on a busy machine; short for those fixtures that wait for ever. */
const testTimeoutMs = 800;

/**
 * The whole way from a learner's folder to a light, for each of these folders. A fixture is named by the light it must
 * give; its expected.json says why.
 */
export function tryFixtures(names: readonly string[]): void {
  beforeAll(async () => {
    for (let lane = 0; lane < Math.min(2, Math.ceil(names.length / fixturesPerLane)); lane++) {
      const client = temporaryFolder(afterAll);
      const runner = startRunner({ clientFolder: client, testTimeoutMs });
      afterAll(() => runner.close());
      idle.push({ client, runner });
    }
  });

  test.concurrent.for(names)('%s', { timeout: 60_000 }, async (name, { expect }) => {
    const lane = idle.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
    try {
      const files = fill(lane.client, join(fixtures, name));
      const { light, failures, focus } = lightOf(await lane.runner.run(files.throwaway));
      const shown = { failures: failures.map(shortOf), focus, misnamed: files.misnamed };
      expect(light).toBe(name.split('-')[0]);
      expect(shown).toEqual({ failures: [], misnamed: [], ...expectedOf(name) });
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(lane);
      else next(lane);
    }
  });
}

function fill(client: string, fixture: string) {
  for (const entry of readdirSync(client)) rmSync(join(client, entry), { recursive: true });
  cpSync(fixture, client, { recursive: true });
  return testFiles(client);
}

function expectedOf(name: string): object {
  return JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8'));
}

function shortOf({ kind, test, message, where }: Failure) {
  return { kind, test, message, where: where && `${where.file}:${where.line}` };
}
