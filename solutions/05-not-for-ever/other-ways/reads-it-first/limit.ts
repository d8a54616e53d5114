/** A race between what goes on, the caller and the clock. */
export function limit(ms: number | undefined, caller: AbortSignal | null | undefined, error: () => Error) {
  const race = new AbortController();
  if (caller?.aborted) race.abort(caller.reason);
  let stop = () => {};
  let leave = () => {};
  const timeOver = new Promise<unknown>((resolve) => {
    if (ms === undefined) return;
    const timer = setTimeout(() => resolve(error()), ms + 5);
    stop = () => clearTimeout(timer);
  });
  const callerGone = new Promise<unknown>((resolve) => {
    const gone = () => resolve(caller?.reason);
    caller?.addEventListener('abort', gone);
    leave = () => caller?.removeEventListener('abort', gone);
  });
  Promise.race([timeOver, callerGone]).then((reason) => race.abort(reason));
  const end = () => {
    stop();
    leave();
  };
  return { signal: race.signal, stop, end };
}
