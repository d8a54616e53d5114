/**
 * A signal that aborts when the caller's does, and with an error of ours when the time is over. `stop` stops the time;
 * `end` does too, and listens to the caller no longer.
 */
export function limit(ms: number | undefined, caller: AbortSignal | null | undefined, error: () => Error) {
  const own = new AbortController();
  const follow = () => own.abort(caller?.reason);
  if (caller?.aborted) follow();
  caller?.addEventListener('abort', follow);
  const timer = ms === undefined ? undefined : setTimeout(() => own.abort(error()), ms);
  const stop = () => clearTimeout(timer);
  const end = () => {
    stop();
    caller?.removeEventListener('abort', follow);
  };
  return { signal: own.signal, stop, end };
}
