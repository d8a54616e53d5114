import { ClientError } from './client-error.ts';
import type { Send } from './send.ts';

export type BreakerOptions = { failuresInARow: number; coolDownMs: number };

export class CircuitOpen extends ClientError {
  retryAfterMs: number | undefined;
}

type State = { name: 'closed'; failures: number } | { name: 'open' | 'half-open' | 'probing' };

/** A timer ends the cool-down. Each change makes a new state, and an attempt speaks to the one it found. */
export function breaking(options: BreakerOptions | undefined, send: Send): Send {
  if (options === undefined) return send;
  const doors: Record<string, Send> = {};
  return (url, init) => {
    doors[url.origin] ??= door(options, send);
    return (doors[url.origin] ?? send)(url, init);
  };
}

function door({ failuresInARow, coolDownMs }: BreakerOptions, send: Send): Send {
  let state: State = { name: 'closed', failures: 0 };
  let openedAt = 0;

  const open = () => {
    const opened: State = { name: 'open' };
    state = opened;
    openedAt = Date.now();
    const timer = setTimeout(() => {
      if (state === opened) state = { name: 'half-open' };
    }, coolDownMs);
    timer.unref();
  };

  return async (url, init) => {
    if (state.name === 'open' || state.name === 'probing') {
      const refusal = new CircuitOpen('circuit-open', url);
      if (state.name === 'open') refusal.retryAfterMs = openedAt + coolDownMs - Date.now();
      throw refusal;
    }
    if (state.name === 'half-open') state = { name: 'probing' };
    const found = state;

    const fails = () => {
      if (state !== found) return;
      if (found.name === 'closed') found.failures += 1;
      if (found.name !== 'closed' || found.failures >= failuresInARow) open();
    };
    try {
      const response = await send(url, init);
      if (response.status >= 502 && response.status <= 504) fails();
      else if (state === found && found.name === 'closed') found.failures = 0;
      else if (state === found) state = { name: 'closed', failures: 0 };
      return response;
    } catch (error) {
      if (!init.signal?.aborted) fails();
      else if (state === found && found.name === 'probing') state = { name: 'half-open' };
      throw error;
    }
  };
}
