/**
 * What is the matter, as far as a user is concerned.
 *
 * | matter | when | status |
 * |---|---|---|
 * | `unavailable` | the service cannot be reached, is overloaded or is down | 503 |
 * | `slow` | no answer came in time | 504 |
 * | `broken` | the service failed, or answered what nobody can use | 502 |
 * | `ours` | our own program or its settings are at fault; so it is with any error nobody knows | 500 |
 * | `not-found` | the service has nothing there | 404 |
 * | `aborted` | whoever asked has gone | 499, which nobody reads |
 */
export type Matter = 'unavailable' | 'slow' | 'broken' | 'ours' | 'not-found' | 'aborted';

/** What {@link explain} answers. */
export interface Explanation {
  readonly matter: Matter;
  /** For a user: what is the matter, that it is not theirs, and what happens next. Plain text. */
  readonly sentence: string;
  /** Fit to answer with, should the user's request have come over HTTP. */
  readonly status: number;
  /** Whether it may pass by itself. */
  readonly mayPass: boolean;
  /** When to come back, in milliseconds from now. Undefined where nobody knows, or where it does not help. */
  readonly retryAfterMs: number | undefined;
}

/** What a sentence is made of. */
export interface SentenceFacts extends Omit<Explanation, 'sentence'> {
  /** As it stands in the middle of a sentence. */
  readonly feature: string;
  readonly keepsTrying: boolean;
}

/** Sentences of your own, or of another language. What is not in it stays English. */
export type Sentences = Readonly<Partial<Record<Matter, (facts: SentenceFacts) => string>>>;

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** What the user wanted, as it stands in the middle of a sentence: `your orders`, `the map`. Default `this service`. */
  readonly feature?: string;

  /** When to come back where the service named no time, in milliseconds. Default: none is named. */
  readonly retryAfterMs?: number;

  /** The work is kept and tried again without the user, as by a queue of jobs. The sentence says so. Default false. */
  readonly keepsTrying?: boolean;

  /** Sentences of your own, or of another language. Default English. */
  readonly sentences?: Sentences;
}
