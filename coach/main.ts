import { parseArgs } from 'node:util';
import { check, exitCodes, openSession, runOnce } from './check/check.ts';
import { plainStart } from './check/plain-start.ts';
import { otherSitter } from './client-folder/seat.ts';
import { devCheck } from './dev/check.ts';
import { clientFolder, workbookFolder } from './kata/folders.ts';
import { type Answer, usageExit } from './moving/answer.ts';
import { doctor } from './moving/doctor.ts';
import { findKata } from './moving/find-kata.ts';
import { introduceRehearsal } from './moving/introduce-rehearsal.ts';
import { listKatas } from './moving/list-katas.ts';
import { rehearse } from './moving/rehearse.ts';
import { restart } from './moving/restart.ts';
import { showDiff, showMyDiff } from './moving/show-diff.ts';
import { showSolution } from './moving/show-solution.ts';
import { startKata } from './moving/start-kata.ts';
import { render } from './screen/render.ts';
import { loadMaterial, viewOf } from './session/view-of.ts';
import { linksFor } from './watch/links-for.ts';
import { watch } from './watch/watch.ts';

const usage = `Usage: npm start                     the workbook, watching, at your current kata
       npm run coach -- <command>

  check [--json]     run once, print the verdict; exit code 0 green, 1 red, 2 amber, 3 nothing ran
  next [--sure]      on to the next step, beat or kata; --sure although the light is not green
  hint               the next rung of this step's hint
  undo               back to how your files were before the coach last changed them
  list               the katas: where you are, how long each took, which are finished
  start N            begin kata N; your code stays, what is missing comes from the solutions
  restart            this kata from its beginning, with your files as they were then
  again N            kata N once more, in a folder of its own; at its end, beside the time before
  diff [N]           what this kata, or kata N, changes in the solution
  diff --mine        what you have changed since this kata began
  solution [N]       the solution's files that this kata, or kata N, changes
  doctor             what a sitting needs, and what cures it; exit code 1 where something does
  dev check [NN …]   prove the katas: steps, lasting tests, bugs, other ways

HOLDFAST_CLIENT names another folder than my-client/ for your client.`;

const places = { client: clientFolder, workbook: workbookFolder };

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      mine: { type: 'boolean', default: false },
      sure: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help || command === 'help') return print(usage);
  switch (command) {
    case undefined:
      return process.stdin.isTTY && process.stdout.isTTY ? watch(places) : plainStart(places);
    case 'check':
      return check(places, { json: values.json });
    case 'next':
      return next(values.sure);
    case 'hint':
      return hint();
    case 'undo':
      return undo();
    case 'list':
      return tell(listKatas(await openSession(places)));
    case 'start':
      return tellMove(startKata(await openSession(places), rest[0]));
    case 'again':
      return again(rest[0]);
    case 'diff': {
      const session = await openSession(places);
      return tell(values.mine ? showMyDiff(session, hasColour()) : showDiff(session, rest[0], hasColour()));
    }
    case 'solution':
      return tell(showSolution(await openSession(places), rest[0], hasColour()));
    case 'restart':
      return tellMove(restart(await openSession(places)));
    case 'doctor':
      return tell(await doctor(places));
    case 'dev':
      if (rest[0] === 'check') return devCheckCommand(rest.slice(1));
      break;
  }
  console.error(`There is no command "${positionals.join(' ')}".\n\n${usage}`);
  return usageExit;
}

async function next(sure: boolean): Promise<number> {
  const session = await openSession(places);
  const outcome = session.next(sure);
  if (!outcome.moved) {
    console.log(outcome.say.replace('[n] again goes', '"npm run coach -- next --sure" goes'));
    return 1;
  }
  const { beat } = session.state;
  if (beat === 'goal' || beat === 'sketch') return show();
  return exitCodes[await runOnce(session, false)];
}

/** The screen of this moment, once. */
async function show(): Promise<number> {
  const session = await openSession(places);
  const moment = {
    busy: undefined,
    say: undefined,
    question: undefined,
    isPredicting: false,
    isHigh: false,
    whole: false,
    now: Date.now(),
    preflight: undefined,
  };
  const view = viewOf(session, await loadMaterial(session), undefined, moment);
  const look = {
    columns: process.stdout.columns ?? 80,
    colour: hasColour(),
    urlOf: linksFor(process.stdout),
  };
  return print(render(view, look));
}

function hasColour(): boolean {
  return process.stdout.hasColors?.() ?? false;
}

async function hint(): Promise<number> {
  const session = await openSession(places);
  const outcome = session.openHint();
  return outcome.moved ? show() : print(outcome.say);
}

async function undo(): Promise<number> {
  const outcome = (await openSession(places)).undo();
  return print(outcome.moved ? 'Undone.' : outcome.say.replace('[u] again', '"npm run coach -- undo" again'));
}

/** A rehearsal: watched where there is a terminal. */
async function again(wanted: string | undefined): Promise<number> {
  const { katas } = await openSession(places);
  const kata = findKata(katas, wanted);
  if (typeof kata === 'string') return tell({ exit: usageExit, lines: [kata] });
  const rehearsal = rehearse(places, katas, kata);
  console.log(introduceRehearsal(rehearsal, katas, kata));
  return process.stdin.isTTY && process.stdout.isTTY
    ? watch({ ...places, client: rehearsal.client })
    : print(`In a terminal "npm run coach -- again ${Number(kata.id)}" watches it.`);
}

async function devCheckCommand(katas: string[]): Promise<number> {
  const { ok } = await devCheck({ katas, report: (line) => console.log(line) });
  return ok ? 0 : 1;
}

/** What a command has to say: where it was called wrongly, on the other stream. */
function tell({ exit, lines }: Answer): number {
  const text = lines.join('\n');
  if (exit === usageExit) console.error(text);
  else console.log(text);
  return exit;
}

/** A coach that watches meanwhile follows by itself. */
function tellMove(answer: Answer): number {
  const exit = tell(answer);
  const isShown = otherSitter(places.client) !== undefined;
  if (exit === 0)
    console.log(
      `${isShown ? 'The coach that watches this folder' : '"npm start"'} shows it. "npm run coach -- undo" leads back.`,
    );
  return exit;
}

function print(text: string): number {
  console.log(text);
  return 0;
}

// Whoever reads may stop reading (`coach check | head -1`, a terminal that closes): what is to be done is done all the same.
process.stdout.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = usageExit;
  } else throw error;
}
