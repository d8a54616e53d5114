import { stalledBody } from '../testing/index.ts';

/** An answer whose headers come, and then `start`, and then nothing, whatever becomes of the signal. */
export function silentBody(start: string, headers: Record<string, string> = {}): Response {
  return stalledBody(start, { headers });
}
