import { originOf } from '../../core/origin-of.ts';
import { warn } from '../../errors/warn.ts';
import { nowMs } from '../../time/now-ms.ts';
import { startTimer } from '../../time/start-timer.ts';
import { overhear } from '../../upcheck/request-scope.ts';
import type { CheckPlan, UpcheckResult } from './endpoint-options.ts';
import { statusOf, weigh } from './machine.ts';

/** After so long a check that came to no end counts as lost, and is started again. */
const LOST_MS = 30_000;

/**
 * A check that is never at work twice: one that hangs would otherwise leave one more behind for each question, and take
 * the last connection of a database that is in trouble already.
 *
 * @internal
 */
export class Check {
  readonly #plan: CheckPlan;
  #hasWarned = false;
  #atWork: { readonly sinceMs: number } | undefined;

  constructor(plan: CheckPlan) {
    this.#plan = plan;
  }

  /** Never rejects, and takes no longer than its time. */
  async run(): Promise<UpcheckResult> {
    const { name, timeoutMs, optional } = this.#plan;
    const startedMs = nowMs();
    const resultOf = (answer: unknown, error: unknown): UpcheckResult => ({
      name,
      status: weigh(statusOf(answer), optional),
      durationMs: nowMs() - startedMs,
      error,
    });
    if (this.#atWork !== undefined && startedMs - this.#atWork.sinceMs < LOST_MS) {
      return resultOf('fail', new Error('An earlier one has come to no end.'));
    }

    const controller = new AbortController();
    const tooLate = new Error(`Took longer than ${timeoutMs} ms.`);
    let stop = () => {};
    const late = new Promise<never>((_, reject) => {
      const timer = startTimer(timeoutMs, () => {
        reject(tooLate);
        controller.abort(tooLate);
      });
      stop = () => timer.stop();
    });
    try {
      return resultOf(await Promise.race([this.#work(controller.signal, startedMs), late]), undefined);
    } catch (error) {
      return resultOf('fail', error ?? new Error('It failed, and did not say why.'));
    } finally {
      stop();
    }
  }

  /** What another service has to say must not decide, or all that stand in a row fall with the last. */
  readonly #heard = (url: string): void => {
    const { name, optional } = this.#plan;
    if (optional || this.#hasWarned) return;
    this.#hasWarned = true;
    warn(
      `checks.${name} of an upcheck endpoint asks ${originOf(url)} whether it is up: when that one is down, so is ` +
        'this one, and whoever asks it. Leave the check out, or make it optional.',
    );
  };

  async #work(signal: AbortSignal, sinceMs: number): Promise<unknown> {
    const atWork = { sinceMs };
    this.#atWork = atWork;
    try {
      return await overhear(this.#heard, () => this.#plan.check({ signal }));
    } finally {
      if (this.#atWork === atWork) this.#atWork = undefined;
    }
  }
}
