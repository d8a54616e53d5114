/** How long the service asks to be left alone: seconds, or a date. 0 where it says nothing that can be understood. */
export function retryAfterMs({ headers }: Response): number {
  const value = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  return value.endsWith('GMT') ? Math.max(0, Date.parse(value) - Date.now()) || 0 : 0;
}
