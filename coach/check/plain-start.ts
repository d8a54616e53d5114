import { kataPlace } from '../moving/kata-place.ts';
import { preflight, renderPreflight } from '../preflight/preflight.ts';
import type { Places } from '../session/session.ts';
import { openSession, runOnce } from './check.ts';

/** `npm start` without a terminal: what a screen would show first, in plain lines, and how to go on. */
export async function plainStart(places: Places): Promise<number> {
  const ready = await preflight(places.client);
  console.log(`preflight\n${renderPreflight(ready)}`);
  if (ready.checks.some((check) => !check.ok)) return 2;
  const session = await openSession(places);
  const { kata, katas } = session;
  console.log(
    [
      '',
      `${kataPlace(kata, katas)}: ${kata.title} (${kata.minutes} minutes)`,
      `Success: ${kata.success}`,
      `Idea: ${kata.idea}`,
      '',
    ].join('\n'),
  );
  await runOnce(session, false);
  console.log(
    [
      '',
      'This is no terminal, so nothing is watched. To watch: run "npm start" in a terminal.',
      'One step at a time: "npm run coach -- next", "npm run coach -- check", "npm run coach -- hint".',
    ].join('\n'),
  );
  return 0;
}
