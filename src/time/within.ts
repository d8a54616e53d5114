import { startTimer, type Timer } from './start-timer.ts';

/** What `run` gives, or an error once `limitMs` are over. What comes after that is let go of. @internal */
export async function within<T>(limitMs: number, run: () => T | Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = startTimer(limitMs, () => reject(new Error(`The store did not answer within ${limitMs} ms.`)));
  });
  try {
    return await Promise.race([new Promise<T>((resolve) => resolve(run())), tooLate]);
  } finally {
    timer?.stop();
  }
}
