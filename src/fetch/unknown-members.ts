import { isObject } from "../input/read.js";
import type { LogDraft } from "./log-entry.js";

/** Other spellings of statusMessage: `status_message`, `message`, `errorMsg`, `statusText`, `statusMesage`. */
const LIKE_STATUS_MESSAGE = /mess?[ae]g|msg|^statusm|statustext/;

/** What the log says of members that the operation does not have. Their names are not shown: they may be handles. */
export function unknownMembersOf(body: unknown, known: readonly string[]): Pick<LogDraft, "unknownMembers" | "hint"> {
  if (!isObject(body)) return {};
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  const isMissing = known.includes("statusMessage") && !Object.hasOwn(body, "statusMessage");
  const isMeant = unknown.some((name) => LIKE_STATUS_MESSAGE.test(name.toLowerCase().replace(/[^a-z]/g, "")));
  const hint =
    isMissing && isMeant ? "The text of a callback is statusMessage: another spelling is ignored." : undefined;
  return { unknownMembers: unknown.length, hint };
}
