import { cpus, loadavg } from 'node:os';

export function machine(): string {
  return `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, ${process.platform}`;
}

/** How much else the machine has to do. Figures of a busy one are worth little. */
export function load(): string {
  return `load average ${loadavg()[0]?.toFixed(1)} when it began`;
}

/** Median and 95th percentile of times in milliseconds. */
export function summary(times: readonly number[]): string {
  return `median ${Math.round(percentile(times, 0.5))} ms, 95th percentile ${Math.round(percentile(times, 0.95))} ms of ${times.length}`;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
