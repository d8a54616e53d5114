import type { Call } from '../core/call.ts';
import { createDeadline } from '../core/deadline.ts';
import type { Handler } from '../core/handler.ts';
import { Scope } from '../core/scope.ts';
import type { Sharing } from '../core/sharing.ts';
import { target } from '../core/target.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { takeBody } from '../response/body-source.ts';
import { bytesSource } from '../response/bytes-source.ts';
import { createAnswer } from '../response/create-answer.ts';
import { discard } from '../response/discard.ts';
import { nowMs } from '../time/now-ms.ts';
import { startTimer } from '../time/start-timer.ts';
import type { Flights } from './flights.ts';
import { readUpTo } from './read-up-to.ts';
import { markShared } from './shared-answers.ts';

interface Waiter {
  readonly call: Call;
  /** How it would ask for itself: with its own timeouts and retries. */
  readonly next: Handler;
  /** Open for as long as the caller may have something of the flight. */
  readonly scope: Scope;
  readonly resolve: (response: Response | Promise<Response>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One request for all calls that ask for the same while it is under way. It belongs to none of them: it has a deadline of
 * its own, and goes on until the last of those who wait has gone.
 *
 * @internal
 */
export class Flight {
  readonly #waiters = new Set<Waiter>();
  readonly #scope = new Scope();
  readonly #flights: Flights;
  readonly #next: Handler;
  readonly #sharing: Sharing;

  constructor(flights: Flights, next: Handler, sharing: Sharing) {
    this.#flights = flights;
    this.#next = next;
    this.#sharing = sharing;
  }

  /** The answer to one more call. */
  join(call: Call, next: Handler): Promise<Response> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { call, next, scope: call.scope.child(), resolve, reject };
      this.#waiters.add(waiter);
      waiter.scope.onEnd(() => this.#leave(waiter));
    });
  }

  /** Sends the request, in the form of the first call. */
  async start(first: Call): Promise<void> {
    const scope = this.#scope;
    const limitMs = first.deadline?.totalMs;
    const timer =
      limitMs === undefined ? undefined : startTimer(limitMs, () => scope.abort(tooLate(first, limitMs)));
    // Whoever waits keeps the process alive.
    timer?.keepAlive(false);
    scope.onEnd(() => timer?.stop());
    const call = first.with({ scope, deadline: limitMs === undefined ? undefined : createDeadline(limitMs) });
    try {
      const response = await this.#next(call);
      if (!this.#sharing.canShare(response)) this.#landUnshared(response);
      else if (this.#waiters.size > 1) await this.#landShared(response);
      else this.#hand(this.#first(), response);
      timer?.stop();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#end();
      scope.closeWhenIdle();
    }
  }

  #first(): Waiter | undefined {
    const [first] = this.#waiters;
    return first;
  }

  #end(): void {
    this.#flights.end(this.#sharing.key, this);
  }

  #leave(waiter: Waiter): void {
    if (!waiter.scope.aborted) return;
    if (this.#waiters.size > 1) {
      this.#waiters.delete(waiter);
      waiter.reject(waiter.scope.reason);
      return;
    }
    // The last one hears of it from below, once what is under way has ended.
    this.#end();
    this.#scope.abort(waiter.scope.reason);
  }

  /** One has the answer as it comes; the others ask for themselves, at once. */
  #landUnshared(response: Response): void {
    this.#flights.goAlone(this.#sharing.key, nowMs());
    const first = this.#first();
    this.#end();
    for (const waiter of [...this.#waiters]) if (waiter !== first) this.#sendAlone(waiter);
    this.#hand(first, response);
  }

  /** All have the answer, once it is there. A body that turns out too long is for one. */
  async #landShared(response: Response): Promise<void> {
    const { keep, maxBytes } = this.#sharing;
    const body = takeBody(response);
    const read = body === null ? ({ kind: 'whole', bytes: null } as const) : await readUpTo(body, maxBytes);
    if (read.kind === 'long') {
      this.#landUnshared(createAnswer(response, response, read.body));
      return;
    }
    keep(response, read.bytes);
    const first = this.#first();
    this.#end();
    for (const waiter of [...this.#waiters]) {
      if (!this.#sharing.suits(response, waiter.call.headers)) this.#sendAlone(waiter);
      else {
        const { url } = waiter.call;
        const source = read.bytes === null ? null : bytesSource(read.bytes);
        const answer = createAnswer(response, { url, redirected: false }, source);
        this.#settle(waiter, () => waiter.resolve(markShared(answer, waiter === first ? 'first' : 'other')));
      }
    }
  }

  /** Gives the answer to one, who may still abort while reading it. */
  #hand(waiter: Waiter | undefined, response: Response): void {
    if (waiter === undefined) {
      discard(response);
      return;
    }
    this.#end();
    this.#scope.onAwait((awaited) => waiter.scope.tellAwaited(awaited));
    this.#scope.onEnd(() => waiter.scope.close());
    waiter.resolve(response);
  }

  /** Who came later than the flight's deadline allows for has time left, and whoever has other settings may fare better. */
  #fail(error: unknown): void {
    this.#end();
    const isDeadline = isHoldfastError(error) && error.code === 'deadline';
    for (const waiter of [...this.#waiters]) {
      const leftMs = waiter.call.deadline?.remainingMs() ?? 0;
      if ((isDeadline && leftMs > 0) || waiter.next !== this.#next) this.#sendAlone(waiter);
      else this.#settle(waiter, () => waiter.reject(error));
    }
  }

  #sendAlone(waiter: Waiter): void {
    this.#settle(waiter, () => waiter.resolve(waiter.next(waiter.call)));
  }

  #settle(waiter: Waiter, end: () => void): void {
    this.#waiters.delete(waiter);
    end();
    waiter.scope.close();
  }
}

function tooLate({ method, url, progress }: Call, limitMs: number): HoldfastError {
  const { attempts, retryAfterMs, lastFailure: cause } = progress;
  const message = `${target(method, url)}: not over within the deadline of ${limitMs} ms.`;
  return new HoldfastError({ code: 'deadline', message, cause, attempts, retryAfterMs });
}
