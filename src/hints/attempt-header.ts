import type { Layer } from '../core/layer.ts';
import { hintLayer } from './hint-layer.ts';

/**
 * Tells the service that it is asked again: from the second attempt on, which one it is. A service that is overloaded
 * can then turn away repeats first, and count them.
 *
 * @internal
 */
export function attemptHeaderLayer(header: string): Layer {
  return hintLayer({
    name: 'attempt-header',
    header,
    readValue: ({ attempt }) => (attempt === 1 ? undefined : attempt),
  });
}
