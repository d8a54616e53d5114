import type { JournalEvent, Light } from '../journal/event.ts';
import type { SeenRun, State } from '../journal/replay.ts';
import type { Trust } from '../trust/trust-of.ts';

/** What `coach check --json` prints. Stable: fields may be added, none is renamed or removed. */
export type Report = {
  kata: string;
  beat: string;
  step: number;
  light: Light;
  tests: { file: string; name: string; state: string; kind: 'throwaway' | 'lasting'; trust: Trust }[];
  failures: {
    test: string;
    kind: string;
    fingerprint: string;
    isNew: boolean;
    repeats: number;
    message: string;
  }[];
  /** `null` where nothing was judged in this beat. */
  judged: {
    otherWays: { accepted: string[]; refused: string[] };
    bugs: { caught: string[]; escaped: string[] };
  } | null;
  /** Behaviours the workbook's own lasting tests do not find at the end of a kata; `null` where they were not asked. */
  missing: string[] | null;
};

export function reportOf(
  state: State,
  run: SeenRun,
  trust: { file: string; name: string; trust: Trust }[],
): Report {
  const trusted = new Map(trust.map((test) => [`${test.file} > ${test.name}`, test.trust]));
  return {
    kata: state.kata ?? '',
    beat: state.beat,
    step: state.step,
    light: run.light,
    tests: run.tests.map(({ file, name, state }) => ({
      file,
      name,
      state,
      kind: file.startsWith('lasting/') ? 'lasting' : 'throwaway',
      trust: trusted.get(`${file} > ${name}`) ?? 'untrusted',
    })),
    failures: run.failures.map(({ file, test, kind, fingerprint, isNew, repeats, message }) => ({
      test: test ?? file,
      kind,
      fingerprint,
      isNew,
      repeats,
      message,
    })),
    judged: state.judged === undefined ? null : judgedPart(state.judged),
    missing: state.missing ?? null,
  };
}

function judgedPart({ otherWays, bugs }: Extract<JournalEvent, { type: 'judged' }>): Report['judged'] {
  return {
    otherWays: {
      accepted: otherWays.accepted,
      refused: [...new Set(otherWays.refused.map(({ way }) => way))],
    },
    bugs: { caught: bugs.caught.map(({ id }) => id), escaped: bugs.escaped },
  };
}
