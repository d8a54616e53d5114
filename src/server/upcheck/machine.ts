import type { UpcheckReport, UpcheckResult, UpcheckStatus } from './endpoint-options.ts';

/** What the answer of a check means. Whatever a query brings back is a pass. @internal */
export function statusOf(answer: unknown): UpcheckStatus {
  if (answer === 'warn' || answer === 'fail') return answer;
  return answer === false ? 'fail' : 'pass';
}

/** A service does without what is optional. @internal */
export function weigh(status: UpcheckStatus, optional: boolean): UpcheckStatus {
  return optional && status === 'fail' ? 'warn' : status;
}

/** The worst of all. @internal */
export function overall(results: readonly Pick<UpcheckResult, 'status'>[]): UpcheckStatus {
  const worst = (['fail', 'warn'] as const).find((status) => results.some((each) => each.status === status));
  return worst ?? 'pass';
}

/** The body of draft-inadarei-api-health-check-06, section 3. @internal */
export function bodyOf({ status, checks, atMs }: UpcheckReport, withDetails: boolean): object {
  if (!withDetails) return { status };
  const time = new Date(atMs).toISOString();
  const entries = checks.map(({ name, status: each, durationMs, error }) => [
    `${name}:responseTime`,
    [
      {
        status: each,
        observedValue: Math.round(durationMs),
        observedUnit: 'ms',
        time,
        ...(error === undefined ? {} : { output: error instanceof Error ? error.message : String(error) }),
      },
    ],
  ]);
  return { status, checks: Object.fromEntries(entries) };
}
