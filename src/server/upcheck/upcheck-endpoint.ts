import { warn } from '../../errors/warn.ts';
import { nowMs } from '../../time/now-ms.ts';
import { planEndpoint, type UpcheckEndpointOptions, type UpcheckReport } from './endpoint-options.ts';
import { bodyOf, overall } from './machine.ts';
import { Check } from './run-check.ts';

/** Made by {@link upcheckEndpoint}. Answers a GET or a HEAD. */
export type UpcheckEndpoint = (request: Request) => Promise<Response>;

/**
 * What a service answers when it is asked whether it is up: 200 with status `pass` or `warn`, 503 with `fail`, as
 * `application/health+json` (draft-inadarei-api-health-check-06).
 *
 * All checks run at the same time, each within its own timeout, so the answer takes no longer than the longest of them.
 * All who ask at the same time share one round of checks, and for a second those who come later share its result. A check
 * that hangs is not started a second time beside itself.
 *
 * Check what the service has of its own. Do not ask other services whether they are up: what calls this one would then
 * hear that it is down, when something far behind it is.
 *
 * @throws A `HoldfastError` with code `options` where an option cannot be; and from the endpoint, whatever `details`
 *   throws.
 *
 * @example
 * ```ts
 * const up = upcheckEndpoint({ checks: { database: () => database.query('select 1') } });
 * app.get('/up', (context) => up(context.req.raw)); // Hono
 * app.get('/up', nodeHandler(up)); // Express
 * ```
 */
export function upcheckEndpoint(options: UpcheckEndpointOptions = {}): UpcheckEndpoint {
  const { validForMs, details, onChange, ...plan } = planEndpoint(options);
  const checks = plan.checks.map((check) => new Check(check));
  let underWay: Promise<UpcheckReport> | undefined;
  let last: { readonly report: UpcheckReport; readonly untilMs: number } | undefined;

  const round = async (): Promise<UpcheckReport> => {
    const results = await Promise.all(checks.map((check) => check.run()));
    const report = { status: overall(results), checks: results, atMs: Date.now() };
    const before = last?.report.status ?? 'pass';
    last = { report, untilMs: nowMs() + validForMs };
    underWay = undefined;
    if (report.status !== before) tell(onChange, report);
    return report;
  };

  const current = (): UpcheckReport | Promise<UpcheckReport> => {
    if (last !== undefined && nowMs() < last.untilMs) return last.report;
    underWay ??= round();
    return underWay;
  };

  return async (request) => {
    const report = await current();
    const withDetails = typeof details === 'function' ? await details(request) : details;
    return answer(report, withDetails, request.method === 'HEAD', validForMs);
  };
}

function answer(report: UpcheckReport, withDetails: boolean, isHead: boolean, validForMs: number): Response {
  const status = report.status === 'fail' ? 503 : 200;
  const keptS = Math.floor(validForMs / 1_000);
  const headers = {
    'content-type': 'application/health+json',
    // Details are for the one who asked. And what is down must not stay down in a cache.
    'cache-control': status === 200 && keptS > 0 && !withDetails ? `max-age=${keptS}` : 'no-store',
  };
  return new Response(isHead ? null : JSON.stringify(bodyOf(report, withDetails)), { status, headers });
}

function tell(onChange: (report: UpcheckReport) => void, report: UpcheckReport): void {
  const run = async () => onChange(report);
  run().catch((error: unknown) => warn(`The onChange of an upcheck endpoint failed: ${String(error)}`));
}
