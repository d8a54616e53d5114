/**
 * How long something may go on: a call, or one attempt of it.
 *
 * A scope ends in one of two ways. It is aborted, with a reason, or it is closed because all that ran in it is over.
 * Either way it lets go of everything: its place under its parent, its listeners, its timers.
 *
 * Scopes form a tree, and an abort goes down, never up: the caller's signal and the deadline abort the call, the
 * attempt timeout aborts one attempt. Only an attempt asks for a `signal`, so an attempt costs one `AbortSignal`, however
 * many limits it obeys. Combining signals with `AbortSignal.any` instead costs several times as much, and leaks on
 * Node 20 when one of them lives long.
 *
 * @internal
 */
export class Scope {
  // Few of both, ever: an array of two costs a fraction of a Set. Many scopes have no children.
  #listeners: (() => void)[] = [];
  #children: Scope[] | undefined;
  readonly #parent: Scope | undefined;
  #state: 'open' | 'aborted' | 'closed' = 'open';
  #reason: unknown;
  #controller: AbortController | undefined;
  #closesWhenIdle = false;
  #onAwait: ((awaited: boolean) => void) | undefined;

  constructor(parent?: Scope) {
    this.#parent = parent;
    if (parent === undefined) return;
    if (parent.#state !== 'open') this.abort(parent.#reason);
    else if (parent.#children === undefined) parent.#children = [this];
    else parent.#children.push(this);
  }

  get aborted(): boolean {
    return this.#state === 'aborted';
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Made when it is first asked for; a scope nobody asks costs none. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  child(): Scope {
    return new Scope(this);
  }

  abort(reason: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'aborted';
    this.#reason = reason;
    for (const child of this.#children?.slice() ?? []) child.abort(reason);
    this.#controller?.abort(reason);
    this.#letGo();
  }

  /** All is over, and well. */
  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    this.#letGo();
  }

  /** Closes as soon as nothing runs below: an answer whose body is still being read keeps its scope open. */
  closeWhenIdle(): void {
    this.#closesWhenIdle = true;
    if (!this.#isBusy) this.close();
  }

  /** Runs `listener` once, when this scope ends. At once, if it has. Answers with a way to take it back. */
  onEnd(listener: () => void): () => void {
    if (this.#state !== 'open') {
      listener();
      return () => {};
    }
    this.#listeners.push(listener);
    return () => remove(this.#listeners, listener);
  }

  /** Hears whether somebody waits for what goes on in this scope or below. */
  onAwait(listener: (awaited: boolean) => void): void {
    this.#onAwait = listener;
  }

  tellAwaited(awaited: boolean): void {
    if (this.#state !== 'open') return;
    this.#onAwait?.(awaited);
    this.#parent?.tellAwaited(awaited);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.#reason;
  }

  /**
   * `work`, or a rejection with this scope's reason as soon as it is aborted. What `work` brings after that goes to
   * `tooLate`, so that it can be let go of.
   */
  race<T>(work: Promise<T>, tooLate?: (value: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const ended = () => {
        if (this.aborted) reject(this.#reason);
      };
      if (this.#state === 'open') this.#listeners.push(ended);
      else ended();
      work.then(
        (value) => {
          remove(this.#listeners, ended);
          if (this.aborted) tooLate?.(value);
          resolve(value);
        },
        (error: unknown) => {
          remove(this.#listeners, ended);
          reject(error);
        },
      );
    });
  }

  #letGo(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    this.#children = undefined;
    for (const listener of listeners) listener();
    if (this.#parent !== undefined) this.#parent.#release(this);
  }

  #release(child: Scope): void {
    if (this.#children !== undefined) remove(this.#children, child);
    if (this.#closesWhenIdle && !this.#isBusy) this.close();
  }

  /** Whether anything runs below. */
  get #isBusy(): boolean {
    return this.#children !== undefined && this.#children.length > 0;
  }
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index !== -1) list.splice(index, 1);
}
