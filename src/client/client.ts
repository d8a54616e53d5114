import type { Fetch } from '../core/fetch.ts';
import type { CallInit } from '../core/start-call.ts';
import type { ClientOptions } from './client-options.ts';

/** A {@link Fetch} made by {@link createClient}. */
export interface Client {
  /**
   * Makes a call. Takes what `fetch` takes; and as `init.body` also a function, which makes the same body anew for each
   * attempt.
   */
  (input: Parameters<Fetch>[0], init?: CallInit): Promise<Response>;

  /**
   * The same client with other options, for one call or one route. Headers are merged by name, everything else is
   * replaced. The retry budget stays shared, and so does `close()`.
   *
   * @example
   * ```ts
   * const report = await orders.with({ deadlineMs: 120_000 })('reports/2026');
   * ```
   */
  with(options: ClientOptions): Client;

  /** What the client is made of, outermost layer first: plain data, with header names and no header values. */
  describe(): ClientDescription;

  /**
   * Takes no more calls. An attempt under way may end, and its answer be read; no other attempt follows it, and a call
   * that waits for its next attempt ends at once. Alerts that have gathered are told.
   */
  close(): void;
}

/** What {@link Client.describe} answers. */
export interface ClientDescription {
  readonly baseUrl: string | undefined;
  /** Names only. */
  readonly headers: readonly string[];
  readonly deadlineMs: number | false;
  readonly bodyDeadlineMs: number | false | undefined;
  /** Outermost first. */
  readonly layers: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
}
