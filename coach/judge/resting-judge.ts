import type { Judge } from './start-judge.ts';

/** A judge that may be told that it is needed soon. */
export type RestingJudge = Judge & {
  /** Starts its process where that was ended, and keeps it for a while. */
  warm(): void;
};

/**
 * A judge whose process ends when nobody has needed it for some minutes: an idle coach should not hold the memory of a
 * second Vitest. A key or a save warms it again while the learner reads.
 */
export function restingJudge(start: () => Judge, restAfterMs = 3 * 60_000): RestingJudge {
  let judge: Judge | undefined;
  let inUse = 0;
  let rest: NodeJS.Timeout | undefined;
  let isOver = false;

  function warm(): Judge {
    // A judgement that was still waiting for its turn must not leave a process behind.
    if (isOver) throw new Error('The process that judges was closed.');
    clearTimeout(rest);
    judge ??= start();
    if (inUse === 0) rest = setTimeout(() => void end(), restAfterMs);
    return judge;
  }

  async function end(): Promise<void> {
    clearTimeout(rest);
    const ending = judge;
    judge = undefined;
    await ending?.close();
  }

  async function use<Result>(work: (judge: Judge) => Promise<Result>): Promise<Result> {
    const used = warm();
    clearTimeout(rest);
    inUse += 1;
    try {
      return await work(used);
    } finally {
      inUse -= 1;
      // Closed meanwhile, it stays closed.
      if (judge === used) warm();
    }
  }

  return {
    judge: (input) => use((judge) => judge.judge(input)),
    missing: (kata) => use((judge) => judge.missing(kata)),
    warm: () => void warm(),
    close() {
      isOver = true;
      return end();
    },
  };
}
