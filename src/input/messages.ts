/** Helpers for messages to people. A message states the fact, then the remedy; it never contains input. */

/** Returns "1 minute", "2 minutes". */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Returns "A", "A or B", "A, B or C". */
export const listNames = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
