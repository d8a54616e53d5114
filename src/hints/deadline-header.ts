import type { Layer } from '../core/layer.ts';
import { hintLayer } from './hint-layer.ts';

/**
 * Tells the service how long its answer is waited for, in whole milliseconds: what is left of the deadline, and no more
 * than the attempt may take, since after that another attempt is made. A length of time and not a moment: the clocks
 * of two machines differ. Work that takes longer is done for nobody.
 *
 * @internal
 */
export function deadlineHeaderLayer(header: string, attemptTimeoutMs: number | false): Layer {
  return hintLayer({
    name: 'deadline-header',
    header,
    readValue: ({ deadline }) => {
      const leftMs = Math.min(
        attemptTimeoutMs === false ? Number.POSITIVE_INFINITY : attemptTimeoutMs,
        deadline?.remainingMs() ?? Number.POSITIVE_INFINITY,
      );
      return leftMs === Number.POSITIVE_INFINITY ? undefined : Math.floor(leftMs);
    },
  });
}
