import type { Matter, SentenceFacts } from './explanation.ts';

const NOT_YOURS = 'The trouble is with the service, not with you.';

/** The feature is never the subject, so "your orders" and "the map" both fit. */
export const ENGLISH: Readonly<Record<Matter, (facts: SentenceFacts) => string>> = {
  unavailable: (facts) => `We cannot reach ${facts.feature} just now. ${NOT_YOURS} ${next(facts)}`,
  slow: (facts) => `We asked for ${facts.feature}, and no answer came in time. ${NOT_YOURS} ${next(facts)}`,
  broken: (facts) => `We cannot get to ${facts.feature}: the service has a fault. ${next(facts)}`,
  ours: (facts) => `We cannot get to ${facts.feature}: there is a fault on our side. ${next(facts)}`,
  'not-found': (facts) => `We asked for ${facts.feature}, and nothing was found.`,
  aborted: (facts) => `We asked for ${facts.feature}, and stopped before the answer came.`,
};

function next({ mayPass, keepsTrying, retryAfterMs }: SentenceFacts): string {
  const when = retryAfterMs === undefined ? undefined : inWords(retryAfterMs);
  if (keepsTrying)
    return `We try again by ourselves${when === undefined ? '' : ` ${when}`}; you need not do anything.`;
  if (mayPass) return `Please come back ${when ?? 'in a few minutes'}.`;
  return 'Trying again will not help until that is mended.';
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Rounded up: whoever comes back then must not be early. */
function inWords(ms: number): string {
  if (ms <= 10 * SECOND_MS) return 'in a few seconds';
  if (ms <= MINUTE_MS) return 'in a minute';
  if (ms <= HOUR_MS) return `in ${count(ms / MINUTE_MS, 'minute')}`;
  if (ms <= 2 * DAY_MS) return `in ${count(ms / HOUR_MS, 'hour')}`;
  return `in ${count(ms / DAY_MS, 'day')}`;
}

function count(amount: number, unit: string): string {
  const whole = Math.ceil(amount);
  return `${NUMBERS[whole] ?? whole} ${unit}${whole === 1 ? '' : 's'}`;
}
