/**
 * The one maker of sentences. Whatever is refused is told as: what was expected, what was found, what to do. Neither a
 * handle nor any other content of an input is ever in it.
 */
export const expectation = (expected: string, found: string, advice: string): string =>
  `Expected ${expected}, but found ${found}. ${advice}`;

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
