import { isObject } from "../input/read.js";

/** The members of a body that its operation does not have. Parsers leave them out; the log counts them. */
export interface UnknownMembers {
  /** How many there are. Their names are not shown: they may contain a handle. */
  readonly count: number;
  /** A remedy, where one looks like a misspelled member that is missing. */
  readonly hint: string | undefined;
}

/** Other spellings of statusMessage: `status_message`, `message`, `errorMsg`, `statusText`, `statusMesage`. */
const LIKE_STATUS_MESSAGE = /mess?[ae]ge?|msg|^statusm|^statustext/;

export function unknownMembersOf(body: unknown, known: readonly string[]): UnknownMembers {
  if (!isObject(body)) return { count: 0, hint: undefined };
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  const isMissing = known.includes("statusMessage") && !Object.hasOwn(body, "statusMessage");
  const isMeant = unknown.some((name) => LIKE_STATUS_MESSAGE.test(name.toLowerCase().replace(/[^a-z]/g, "")));
  const hint =
    isMissing && isMeant ? "The text of a callback is statusMessage: another spelling is ignored." : undefined;
  return { count: unknown.length, hint };
}
