/**
 * The minute in UTC, as in "2026-03-31 14:00"; undefined beyond the range of dates, which ends at 8.64e15 milliseconds.
 * The library's times may be later.
 */
export function minuteOf(time: number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  // A year after 9999 has a sign and a leading zero.
  return date.toISOString().replace(/^\+0*/, "").replace("T", " ").slice(0, -":00.000Z".length);
}
