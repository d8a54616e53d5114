const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)';
const MONTH = `(${MONTHS.join('|')})`;

const IMF = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) ${MONTH} (\\d{4}) ${TIME} GMT$`, 'i');
const RFC850 = new RegExp(
  `^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-${MONTH}-(\\d\\d) ${TIME} GMT$`,
  'i',
);
const ASCTIME = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} ([ \\d]\\d) ${TIME} (\\d{4})$`, 'i');

/**
 * One of the three forms of RFC 9110, section 5.6.7, in milliseconds since 1970, in whatever case (RFC 9111, section
 * 4.2). `Date.parse` takes almost anything, "1" and "in 3 days" included, and reads it in local time.
 *
 * @internal
 */
export function readHttpDate(value: string): number | undefined {
  const imf = IMF.exec(value);
  if (imf) return utc(imf[3], imf[2], imf[1], imf.slice(4));
  const rfc850 = RFC850.exec(value);
  if (rfc850) return utc(century(Number(rfc850[3])), rfc850[2], rfc850[1], rfc850.slice(4));
  const asctime = ASCTIME.exec(value);
  if (asctime) return utc(asctime[6], asctime[1], asctime[2], asctime.slice(3, 6));
  return undefined;
}

/** Two digits: those below 70 are of this century. */
function century(year: number): number {
  return year < 70 ? 2000 + year : 1900 + year;
}

function utc(
  year: string | number | undefined,
  month: string | undefined,
  day: string | undefined,
  time: readonly string[],
): number | undefined {
  const [hours = Number.NaN, minutes = Number.NaN, seconds = Number.NaN] = time.map(Number);
  const monthIndex = MONTHS.indexOf(month?.toLowerCase() ?? '');
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const ms = Date.UTC(Number(year), monthIndex, Number(day), hours, minutes, seconds);
  return new Date(ms).getUTCMonth() === monthIndex || Number(day) <= 28 ? ms : undefined;
}
