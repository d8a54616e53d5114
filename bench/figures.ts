import { cpus } from 'node:os';

export function machine(): string {
  return `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, ${process.platform}`;
}

/** Median and 95th percentile of times in milliseconds. */
export function summary(times: readonly number[]): string {
  return `median ${percentile(times, 0.5)} ms, 95th percentile ${percentile(times, 0.95)} ms of ${times.length}`;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
