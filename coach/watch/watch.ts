import { makeClientFolder } from '../client-folder/make-client-folder.ts';
import { takeSeat } from '../client-folder/seat.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { preflight, renderPreflight } from '../preflight/preflight.ts';
import { type Runner, startRunner } from '../run/start-runner.ts';
import { type Places, Session } from '../session/session.ts';
import { loadMaterial } from '../session/view-of.ts';
import type { Going } from './move-about.ts';
import { type Said, Sitting } from './sitting.ts';
import { type Input, type Output, Terminal } from './terminal.ts';

/**
 * The screen a learner lives in. Resolves with an exit code when they quit. `warm`: a runner of this client's that was
 * started already; it is closed here.
 */
export async function watch(
  places: Places,
  input: Input = process.stdin,
  output: Output = process.stdout,
  warm?: Runner,
): Promise<number> {
  const ready = await preflight(places.client);
  if (ready.checks.some((check) => !check.ok)) {
    await warm?.close();
    output.write(`${renderPreflight(ready)}\n`);
    return 2;
  }
  const terminal = new Terminal(input, output);
  await terminal.open();
  let going = await sit(places, { say: undefined, preflight: renderPreflight(ready) }, warm);
  while (going !== undefined)
    going = await sit({ ...places, client: going.client }, { say: going.say, preflight: undefined });
  return 0;

  /** A sitting at one folder. */
  async function sit(at: Places, said: Said, runner?: Runner): Promise<Going | undefined> {
    makeClientFolder(at.client, at.workbook);
    const leaveSeat = takeSeat(at.client);
    const session = new Session(at, await loadKatas(at.workbook));
    session.begin();
    const material = await loadMaterial(session);
    const { ended } = new Sitting(
      session,
      material,
      said,
      ready.usePolling,
      terminal,
      runner ?? startRunner({ clientFolder: at.client }),
    );
    return ended.finally(leaveSeat);
  }
}
