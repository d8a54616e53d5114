import { target } from '../core/target.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { nowMs } from '../time/now-ms.ts';
import type { Circuit } from './machine.ts';

/** That a circuit lets nothing through to a URL, and until when. @internal */
export function refusal(
  { method, url }: { readonly method: string; readonly url: string },
  circuit: Circuit,
  attempts: number,
): HoldfastError {
  const waitMs = Math.ceil(circuit.refusesForMs(nowMs()));
  return new HoldfastError({
    code: 'circuit-open',
    message: `${target(method, url)}: not sent, since ${reasonOf(circuit, waitMs)}.`,
    attempts,
    retryAfterMs: Number.isFinite(waitMs) ? waitMs : undefined,
  });
}

function reasonOf(circuit: Circuit, waitMs: number): string {
  if (circuit.state === 'isolated') return 'its circuit has been isolated by hand';
  if (circuit.state === 'half-open') return 'its circuit is half open and other calls are finding out';
  return `its circuit is open for another ${Math.ceil(waitMs / 1000)} s`;
}
