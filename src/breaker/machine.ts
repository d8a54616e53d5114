import { SPREAD, waitAtLeastMs } from '../retry/wait-ms.ts';
import { CallWindow } from './call-window.ts';
import type { Verdict } from './verdict.ts';

/**
 * - `closed`: calls go through and are counted.
 * - `open`: calls are refused until the cool-down is over.
 * - `half-open`: a few calls go through as probes; what comes of them decides.
 * - `isolated`: calls are refused until somebody resets the circuit by hand.
 */
export type CircuitState = 'closed' | 'open' | 'half-open' | 'isolated';

/** Why a circuit opened. `others`: other processes said so, see `shareTrips`. */
export type OpenReason =
  | 'failure-share'
  | 'failures-in-a-row'
  | 'slow-share'
  | 'probe-failed'
  | 'upcheck-failed'
  | 'others';

/** The settings of a circuit. @internal */
export interface CircuitPlan {
  readonly failureShare: number;
  readonly minimumCalls: number;
  readonly windowMs: number;
  readonly failuresInARow: number | false;
  readonly shortestRowMs: number;
  readonly slow: false | { readonly afterMs: number; readonly share: number };
  readonly coolDownMs: number;
  readonly longestCoolDownMs: number;
  readonly probes: number;
  readonly successesToClose: number;
}

/** How an attempt ended. @internal */
export interface Ending {
  readonly verdict: Verdict;
  readonly startedMs: number;
  readonly nowMs: number;
  /** Of a 503: how long the service asked to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** From 0 up to, but without, 1. */
  readonly random: number;
}

/** What {@link Circuit.admit} answers when the call must not be made. @internal */
export const REFUSED = 0;

/**
 * Whether a service should be called at all.
 *
 * A service that does not answer does not get better by being called: each call waits for its timeout, and when the
 * service comes up again, all who waited fall upon it. So after enough failures the circuit opens, and calls end at
 * once. After a cool-down a few of them are let through to find out. The state follows from the times of what happened;
 * there is no timer that a late result could cancel and a process would have to wait for.
 *
 * Each change of state begins a new generation, and an attempt carries the one it began in. What comes of an attempt of
 * an earlier generation says nothing of this one, and is ignored: a success that began before the outage does not close
 * the circuit, and a failure that began before it does not make it longer.
 *
 * Pure: time and randomness come in.
 *
 * @internal
 */
export class Circuit {
  /** What it is called in events. */
  readonly group: string;
  readonly #plan: CircuitPlan;
  readonly #window: CallWindow;
  #state: CircuitState = 'closed';
  #sinceMs: number;
  #generation = 1;
  #lastPass = 1;
  #failuresInARow = 0;
  /** When the last call ended, if it went well. */
  #wentWellMs = Number.NEGATIVE_INFINITY;
  /** When the first of them was sent, or the last other answer came if that was later. */
  #rowSinceMs = 0;
  #lastAnswerMs = 0;
  #reason: OpenReason | undefined;
  #failedRounds = 0;
  #coolDownMs = 0;
  #retryAtMs = 0;
  #successes = 0;
  #failedProbes = 0;
  /** Of probes under way: until when each may take the place of another. */
  readonly #leases = new Map<number, number>();
  /** Of the upcheck under way: until when no other is made. */
  #upcheck: { readonly pass: number; readonly untilMs: number } | undefined;

  constructor(group: string, plan: CircuitPlan, nowMs: number) {
    this.group = group;
    this.#plan = plan;
    this.#window = new CallWindow(plan.windowMs);
    this.#sinceMs = nowMs;
  }

  /** As of the last thing that happened: an open circuit stays open until a call comes after its cool-down. */
  get state(): CircuitState {
    return this.#state;
  }

  /** Why it opened last. Undefined if it never did. */
  get reason(): OpenReason | undefined {
    return this.#reason;
  }

  /** How long it stays open, or was open last. */
  get coolDownMs(): number {
    return this.#coolDownMs;
  }

  /**
   * Asks whether a call may be made. The answer is {@link REFUSED}, or a pass, which goes back to {@link settle} with
   * what came of it.
   *
   * @param leaseMs - After this time a probe that has not come back counts as lost, and another may be made.
   */
  admit(nowMs: number, leaseMs: number): number {
    if (this.#state === 'closed') return this.#generation;
    if (this.refusesForMs(nowMs) > 0) return REFUSED;
    if (this.#state === 'open') this.#halfOpen(nowMs);
    for (const [pass, untilMs] of this.#leases) if (untilMs <= nowMs) this.#leases.delete(pass);
    this.#lastPass += 1;
    this.#leases.set(this.#lastPass, nowMs + leaseMs);
    return this.#lastPass;
  }

  /** Takes what came of a call that {@link admit} let through. */
  settle(pass: number, ending: Ending): void {
    if (pass < this.#generation) return;
    this.#leases.delete(pass);
    if (ending.verdict === 'neutral') return;
    this.#wentWellMs = ending.verdict === 'success' ? ending.nowMs : Number.NEGATIVE_INFINITY;
    if (this.#state === 'closed') this.#count(ending);
    else this.#probed(ending);
  }

  /**
   * Asks whether an upcheck may find out for this circuit, while it does not let all calls through. The answer is
   * {@link REFUSED} while it refuses calls and while another upcheck is under way; else a pass, which goes back to
   * {@link settleUpcheck}. A closed circuit has nothing to find out, and refuses it too.
   *
   * @param leaseMs - After this time an upcheck that has not come back counts as lost, and another may be made.
   */
  admitUpcheck(nowMs: number, leaseMs: number): number {
    if (this.#state === 'closed' || this.refusesForMs(nowMs) > 0) return REFUSED;
    if (this.#upcheck !== undefined && nowMs < this.#upcheck.untilMs) return REFUSED;
    this.#lastPass += 1;
    this.#upcheck = { pass: this.#lastPass, untilMs: nowMs + leaseMs };
    return this.#lastPass;
  }

  /**
   * Takes what came of an upcheck that {@link admitUpcheck} let through. A good one makes way for probes, and closes
   * nothing: that a service answers to its upcheck does not mean that it does its work. A bad one opens the circuit anew.
   */
  settleUpcheck(pass: number, { verdict, nowMs, retryAfterMs, random }: Omit<Ending, 'startedMs'>): void {
    if (pass < this.#generation) return;
    if (this.#upcheck?.pass === pass) this.#upcheck = undefined;
    if (verdict === 'failure' || verdict === 'outage') {
      this.#open('upcheck-failed', nowMs, retryAfterMs, random);
    } else if (verdict === 'success' && this.#state === 'open') {
      this.#halfOpen(nowMs);
    }
  }

  /** Changes with each change of state, and each time that the circuit opens anew. */
  get generation(): number {
    return this.#generation;
  }

  /** For how long calls are refused from now on: 0 if one may be made, Infinity until somebody resets the circuit. */
  refusesForMs(nowMs: number): number {
    switch (this.#state) {
      case 'closed':
        return 0;
      case 'isolated':
        return Number.POSITIVE_INFINITY;
      case 'open':
        return Math.max(0, this.#retryAtMs - nowMs);
      case 'half-open':
        return this.#fullForMs(nowMs);
    }
  }

  /** How it stands, on the clock of `nowMs`. Asking changes nothing. */
  peek(nowMs: number): {
    readonly state: CircuitState;
    readonly sinceMs: number;
    readonly calls: number;
    readonly failureShare: number;
  } {
    this.#window.forget(nowMs);
    const { calls, failureShare } = this.#window;
    const isOver = this.#state === 'open' && nowMs >= this.#retryAtMs;
    return isOver
      ? { state: 'half-open', sinceMs: this.#retryAtMs, calls, failureShare }
      : { state: this.#state, sinceMs: this.#sinceMs, calls, failureShare };
  }

  /**
   * Opens for what other processes have found, unless the last call here went well within the window. Stays open for the
   * first cool-down, however long theirs are: then probes find out. Answers whether it has opened.
   */
  trip(nowMs: number, random: number): boolean {
    const knowsBetter = nowMs - this.#wentWellMs < this.#plan.windowMs;
    if (this.#state !== 'closed' || knowsBetter) return false;
    this.#open('others', nowMs, undefined, random);
    return true;
  }

  /** Refuses all calls until {@link reset}. */
  isolate(nowMs: number): void {
    this.#enter('isolated', nowMs);
  }

  /** As if nothing had ever happened. */
  reset(nowMs: number): void {
    this.#enter('closed', nowMs);
    this.#failedRounds = 0;
    this.#coolDownMs = 0;
    this.#reason = undefined;
    this.#wentWellMs = Number.NEGATIVE_INFINITY;
  }

  #count({ verdict, startedMs, nowMs, retryAfterMs, random }: Ending): void {
    const { failureShare, minimumCalls } = this.#plan;
    const failed = verdict !== 'success';
    const slow = this.#isSlow(startedMs, nowMs);
    this.#window.add(nowMs, failed, slow);
    if (verdict === 'outage') this.#lengthenRow(startedMs);
    else this.#endRow(nowMs);

    const isFull = this.#window.calls >= minimumCalls;
    // Only what went wrong opens a circuit, not the good answer that happens to be the twentieth call.
    if (failed && this.#isRowTooLong(nowMs)) {
      this.#open('failures-in-a-row', nowMs, retryAfterMs, random);
    } else if (failed && isFull && this.#window.failureShare >= failureShare) {
      this.#open('failure-share', nowMs, retryAfterMs, random);
    } else if (
      slow &&
      isFull &&
      this.#plan.slow !== false &&
      this.#window.slowShare >= this.#plan.slow.share
    ) {
      this.#open('slow-share', nowMs, retryAfterMs, random);
    }
  }

  #probed({ verdict, startedMs, nowMs, retryAfterMs, random }: Ending): void {
    const { probes, successesToClose } = this.#plan;
    if (verdict === 'success' && !this.#isSlow(startedMs, nowMs)) {
      this.#successes += 1;
      if (this.#successes >= successesToClose) this.#enter('closed', nowMs);
      return;
    }
    this.#failedProbes += 1;
    // Of this round too few are left for enough of them to succeed.
    if (this.#failedProbes > Math.max(probes, successesToClose) - successesToClose)
      this.#open('probe-failed', nowMs, retryAfterMs, random);
  }

  #lengthenRow(startedMs: number): void {
    if (this.#failuresInARow === 0) this.#rowSinceMs = Math.max(startedMs, this.#lastAnswerMs);
    this.#failuresInARow += 1;
  }

  #endRow(nowMs: number): void {
    this.#failuresInARow = 0;
    this.#lastAnswerMs = nowMs;
  }

  #isRowTooLong(nowMs: number): boolean {
    const { failuresInARow, shortestRowMs } = this.#plan;
    if (failuresInARow === false || this.#failuresInARow < failuresInARow) return false;
    return nowMs - this.#rowSinceMs >= shortestRowMs;
  }

  #isSlow(startedMs: number, nowMs: number): boolean {
    return this.#plan.slow !== false && nowMs - startedMs >= this.#plan.slow.afterMs;
  }

  #open(reason: OpenReason, nowMs: number, retryAfterMs: number | undefined, random: number): void {
    const { coolDownMs, longestCoolDownMs } = this.#plan;
    if (this.#state !== 'closed') this.#failedRounds += 1;
    // Closed for less long than it was open: that was no recovery, and the cool-down does not begin anew.
    else if (nowMs - this.#sinceMs >= this.#coolDownMs) this.#failedRounds = 0;
    const grownMs = Math.min(coolDownMs * 2 ** this.#failedRounds, longestCoolDownMs);
    const askedMs = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, longestCoolDownMs);
    this.#coolDownMs = waitAtLeastMs(grownMs * (1 + SPREAD * random), askedMs, random);
    this.#retryAtMs = nowMs + this.#coolDownMs;
    this.#reason = reason;
    this.#enter('open', nowMs);
  }

  #halfOpen(nowMs: number): void {
    this.#enter('half-open', nowMs);
    this.#successes = 0;
    this.#failedProbes = 0;
  }

  #enter(state: CircuitState, nowMs: number): void {
    this.#state = state;
    this.#sinceMs = nowMs;
    this.#lastPass += 1;
    this.#generation = this.#lastPass;
    this.#leases.clear();
    this.#upcheck = undefined;
    this.#window.clear();
    this.#failuresInARow = 0;
  }

  /** 0 if another probe may be made, or how long until the place of one is free at the latest. */
  #fullForMs(nowMs: number): number {
    let underWay = 0;
    let firstMs = Number.POSITIVE_INFINITY;
    for (const untilMs of this.#leases.values()) {
      if (untilMs <= nowMs) continue;
      underWay += 1;
      firstMs = Math.min(firstMs, untilMs);
    }
    return underWay < this.#plan.probes ? 0 : firstMs - nowMs;
  }
}
