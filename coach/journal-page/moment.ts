export type Moment = {
  /** `23 November 2026` */
  day(iso: string): string;
  /** `16:47` */
  time(iso: string): string;
};

export function momentIn(timeZone: string | undefined): Moment {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', ...zone });
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...zone });
  return {
    day: (iso) => day.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
  };
}
