import type { Layer } from '../core/layer.ts';
import { nowMs } from '../time/now-ms.ts';
import { Flight } from './flight.ts';
import { Flights } from './flights.ts';

/**
 * One request for all calls that ask for the same at the same time, where the cache outside of it says that its answer may
 * be that of others. Without a {@link cache} outside of it, nothing is shared.
 *
 * Each caller waits under its own signal and deadline. One that gives up takes nothing from the others; with the last of
 * them the request ends. Where an answer turns out to be for one caller alone, the others ask for themselves at once, and
 * for a minute nobody waits for that URL again. Put it inside {@link cache} and outside of {@link retry}.
 *
 * @example
 * ```ts
 * const send = compose(fetch, cache(), coalescing(), retry(), timeout(2_000));
 * ```
 */
export function coalescing(): Layer {
  return coalescingLayer(new Flights());
}

/** With flights that several layers share. @internal */
export function coalescingLayer(flights: Flights): Layer {
  return {
    name: 'coalescing',
    wrap: (next) => (call) => {
      const { sharing } = call;
      if (sharing === undefined || flights.goesAlone(sharing.key, nowMs())) return next(call);
      const known = flights.find(sharing.key);
      if (known !== undefined) return known.join(call, next);
      const flight = new Flight(flights, next, sharing);
      flights.begin(sharing.key, flight);
      const answer = flight.join(call, next);
      void flight.start(call);
      return answer;
    },
  };
}
