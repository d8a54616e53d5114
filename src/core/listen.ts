const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Listens to a signal that is not ours. However many calls share a signal, it carries one listener of ours, and none
 * once they are over: a signal that lives as long as the process must not collect anything, and Node warns of a leak
 * from the eleventh listener on.
 *
 * @internal
 */
export function listen(signal: AbortSignal, listener: () => void): () => void {
  const set = listeners.get(signal) ?? first(signal);
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size > 0 || listeners.get(signal) !== set) return;
    listeners.delete(signal);
    signal.removeEventListener('abort', notify);
  };
}

function first(signal: AbortSignal): Set<() => void> {
  const set = new Set<() => void>();
  listeners.set(signal, set);
  signal.addEventListener('abort', notify, { once: true });
  return set;
}

function notify(this: AbortSignal): void {
  const set = listeners.get(this);
  listeners.delete(this);
  for (const listener of set ?? []) listener();
}
