/**
 * Made-up names of handles. A handle is a capability, so none may stand in a story: the nth execution of a request is
 * known as handle-n, and what is no execution's as foreign-1, foreign-2 and so on.
 */

type Kind = "handle" | "foreign";

const MADE_UP = /^(handle|foreign)-[1-9][0-9]{0,3}$/;

export const isMadeUp = (handle: string): boolean => MADE_UP.test(handle);

/** The first name from the nth on that is not in use. */
export function madeUpName(kind: Kind, from: number, used: ReadonlySet<string>): string {
  let number = from;
  while (used.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}
