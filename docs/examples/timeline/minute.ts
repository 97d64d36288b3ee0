/**
 * The minute in UTC, as in "2026-03-31 14:00"; undefined where there is no such date. Dates end at 8.64e15 milliseconds, and
 * a time of the library may be later.
 */
export function minuteOf(time: number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  // A year beyond 9999 comes with a sign and a leading zero.
  return date.toISOString().replace(/^\+0*/, "").replace("T", " ").slice(0, -":00.000Z".length);
}
