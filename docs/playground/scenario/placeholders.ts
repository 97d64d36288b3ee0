/**
 * Placeholder names for request handles. A handle is a capability, so a scenario never contains a real one: the handle
 * of a request's nth execution is `handle-n`, and handles that belong to no execution are `foreign-1`, `foreign-2` and
 * so on.
 */

type Kind = "handle" | "foreign";

const PLACEHOLDER = /^(handle|foreign)-[1-9][0-9]{0,3}$/;

export const isPlaceholder = (handle: string): boolean => PLACEHOLDER.test(handle);

/** Returns the first unused name, counting up from the given number. */
export function unusedPlaceholder(kind: Kind, from: number, used: ReadonlySet<string>): string {
  let number = from;
  while (used.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}
