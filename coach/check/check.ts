import { makeClientFolder } from '../client-folder/make-client-folder.ts';
import type { Light } from '../journal/event.ts';
import type { SeenRun } from '../journal/replay.ts';
import { startJudge } from '../judge/start-judge.ts';
import { loadKatas } from '../kata/load-kata.ts';
import { startRunner } from '../run/start-runner.ts';
import { type Places, Session } from '../session/session.ts';
import { trustOfAll } from '../trust/trust-of-all.ts';
import { renderReport } from './render-report.ts';
import { reportOf } from './report.ts';

export const exitCodes: Record<Light, number> = { green: 0, red: 1, amber: 2, nothing: 3 };

/** One run, one verdict, printed in lines or as one JSON object. Returns the exit code of its light. */
export async function check(places: Places, options: { json: boolean }): Promise<number> {
  const session = await openSession(places);
  const light = await runOnce(session, options.json);
  return exitCodes[light];
}

export async function openSession(places: Places): Promise<Session> {
  makeClientFolder(places.client, places.workbook);
  const session = new Session(places, await loadKatas(places.workbook));
  session.begin();
  return session;
}

export async function runOnce(session: Session, json: boolean): Promise<Light> {
  const runner = startRunner({ clientFolder: session.places.client });
  let run: SeenRun | undefined;
  try {
    // Another coach may move on meanwhile: then this light was of the place before.
    do {
      await session.run(runner);
      run = session.state.run;
    } while (run === undefined || !session.state.isRunOfStep);
  } finally {
    await runner.close();
  }
  if (session.judgesNow) {
    const judge = startJudge(session.places);
    try {
      await session.judge(judge);
    } finally {
      await judge.close();
    }
  }
  const { state } = session;
  console.log(
    json
      ? JSON.stringify(reportOf(state, run, trustOfAll(state.evidence)), undefined, 2)
      : renderReport(state, run),
  );
  if (session.trouble !== undefined) console.error(session.trouble);
  return run.light;
}
