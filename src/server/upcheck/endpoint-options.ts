import { checkNames } from '../../errors/check-names.ts';
import { optionError } from '../../errors/option-error.ts';

/**
 * Finds out one thing that the service needs for its work. It passes by coming to an end, unless it answers `'warn'`,
 * `'fail'` or `false`; it fails by throwing. `signal` aborts when its time is over.
 */
export type UpcheckWork = (context: { readonly signal: AbortSignal }) => unknown;

/** A check with more to say than its work. */
export interface UpcheckSetting {
  /** Required. */
  readonly check: UpcheckWork;
  /** How long it may take, in milliseconds. Default: that of the endpoint. */
  readonly timeoutMs?: number;
  /** The service does its work without this: what would be a failure is a warning. Default false. */
  readonly optional?: boolean;
}

/** Options of {@link upcheckEndpoint}. */
export interface UpcheckEndpointOptions {
  /**
   * What the service needs of its own, by name: its database, its disk. They run at the same time. Default: none, and the
   * answer says no more than that somebody is there.
   */
  readonly checks?: Readonly<Record<string, UpcheckWork | UpcheckSetting>>;

  /** How long a check may take, in milliseconds. Default 300. */
  readonly timeoutMs?: number;

  /** For how long a result is given to those who ask later, in milliseconds. 0: it is not. Default 1 000. */
  readonly validForMs?: number;

  /**
   * Whether an answer names the checks, with their results, times and errors; for a person of yours, so decide by the
   * request. Default false: an answer holds one word.
   */
  readonly details?: boolean | ((request: Request) => boolean | Promise<boolean>);

  /** Called when the status is another than before, and first if it is not `pass`. What it throws becomes a process warning. */
  readonly onChange?: (report: UpcheckReport) => void;
}

/** As draft-inadarei-api-health-check-06 has it: `pass` and `warn` are up, `fail` is not. */
export type UpcheckStatus = 'pass' | 'warn' | 'fail';

/** How a service does. */
export interface UpcheckReport {
  readonly status: UpcheckStatus;
  readonly checks: readonly UpcheckResult[];
  /** When it was found out, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What came of one check. */
export interface UpcheckResult {
  readonly name: string;
  readonly status: UpcheckStatus;
  /** In milliseconds. */
  readonly durationMs: number;
  /** What it threw, or that it took too long. */
  readonly error: unknown;
}

/** A check, with nothing left open. @internal */
export interface CheckPlan {
  readonly name: string;
  readonly check: UpcheckWork;
  readonly timeoutMs: number;
  readonly optional: boolean;
}

/** @internal */
export interface EndpointPlan {
  readonly checks: readonly CheckPlan[];
  readonly validForMs: number;
  readonly details: NonNullable<UpcheckEndpointOptions['details']>;
  readonly onChange: (report: UpcheckReport) => void;
}

const NAMES = [
  'checks',
  'details',
  'onChange',
  'timeoutMs',
  'validForMs',
] as const satisfies readonly (keyof UpcheckEndpointOptions)[];

/** Less than a client waits, with the way there and back. */
const TIMEOUT_MS = 300;
const VALID_FOR_MS = 1_000;

/** @internal */
export function planEndpoint(given: UpcheckEndpointOptions): EndpointPlan {
  checkNames('', given, NAMES);
  const { checks = {}, validForMs = VALID_FOR_MS, details = false, onChange = () => {} } = given;
  const timeoutMs = timeoutOf('timeoutMs', given.timeoutMs ?? TIMEOUT_MS);
  if (!Number.isFinite(validForMs) || validForMs < 0) {
    throw optionError(`Option validForMs is ${validForMs}. Give a number of milliseconds, 0 or more.`);
  }
  if (typeof details !== 'boolean' && typeof details !== 'function') {
    throw optionError(
      `Option details is ${String(details)}. Give true, false, or a function of the request.`,
    );
  }
  if (typeof onChange !== 'function') {
    throw optionError(`Option onChange is ${String(onChange)}. Give a function.`);
  }
  const plans = Object.entries(checks).map(([name, check]) => planCheck(name, check, timeoutMs));
  return { checks: plans, validForMs, details, onChange };
}

function planCheck(name: string, given: UpcheckWork | UpcheckSetting, usualMs: number): CheckPlan {
  // A colon separates the name from what was measured (section 4 of the draft).
  if (name === '' || name.includes(':')) {
    throw optionError(`Option checks names ${JSON.stringify(name)}. Give a name without a colon.`);
  }
  const setting: UpcheckSetting = typeof given === 'function' ? { check: given } : given;
  if (typeof setting?.check !== 'function') {
    throw optionError(
      `Option checks.${name} has no work to do. Give a function, or { check, timeoutMs, optional }.`,
    );
  }
  checkNames(`checks.${name}.`, setting, ['check', 'optional', 'timeoutMs']);
  const { check, optional = false, timeoutMs = usualMs } = setting;
  if (typeof optional !== 'boolean') {
    throw optionError(`Option checks.${name}.optional is ${String(optional)}. Give true or false.`);
  }
  return { name, check, optional, timeoutMs: timeoutOf(`checks.${name}.timeoutMs`, timeoutMs) };
}

function timeoutOf(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw optionError(`Option ${name} is ${value}. Give a number of milliseconds above 0.`);
}
