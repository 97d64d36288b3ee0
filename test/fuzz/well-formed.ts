import { types } from "node:util";

/** An independent definition of well-formed data: names, ranges and rules are written out here, without the library. */

const STATUSES = "SUCCESS UPDATE PAUSE WARNING ERROR BUSINESS_ERROR CANCEL SUSPEND".split(" ");
const EVENTS = [
  "validationPassed validationFailed dispatch block unblock hold release expire start resume timeOut",
  "manualRecoveryRequired cancel checkIn forceCancel cancelCompleted postProcessed retry recover complete",
  "scheduleEnded childrenFinished",
].flatMap((names) => names.split(" "));
const STATES = [
  "PENDING_VALIDATION WAIT READY BLOCKED HOLD RUNNING CANCELLING PAUSED ERROR_AUTO_RETRY ERROR_MANUAL_RECOVERY",
  "COMPLETED SCHEDULE_ENDED SUCCEEDED WARNING ERROR CANCELLED EXPIRED VALIDATION_FAILED FINISHED",
].flatMap((names) => names.split(" "));

export const isStatus = (value: unknown): boolean => STATUSES.includes(value as string);
export const isEvent = (value: unknown): boolean => EVENTS.includes(value as string);
export const isFilled = (value: unknown): value is string => typeof value === "string" && value.length > 0;

export function isId(value: unknown): boolean {
  if (typeof value !== "string" || value.length > 19 || !/^[1-9][0-9]*$/.test(value)) return false;
  return BigInt(value) < 2n ** 63n;
}

const isCount = (value: unknown) => typeof value === "number" && value >= 0 && value % 1 === 0;
const isTextOrNull = (value: unknown) => value === null || typeof value === "string";
const isOneOrNull = (names: string) => (value: unknown) =>
  value === null || (typeof value === "string" && names.split(" ").includes(value));
// Copies the array, since `every` skips holes.
const isHandles = (value: unknown) => Array.isArray(value) && value.length <= 16 && [...value].every(isFilled);

/** Checks of the type and range of each field. */
export const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  schemaVersion: (value) => value === 1,
  requestId: isId,
  state: (value) => STATES.includes(value as string),
  requestHandle: (value) => value === null || isFilled(value),
  earlierHandles: isHandles,
  reportedStatus: isOneOrNull("SUCCESS PAUSE WARNING ERROR BUSINESS_ERROR CANCEL SUSPEND"),
  attempt: isCount,
  retries: isCount,
  retriedCount: isCount,
  message: isTextOrNull,
  update: isTextOrNull,
  pausedState: isTextOrNull,
  executableState: isOneOrNull("SUCCEEDED WARNING"),
  errorType: isOneOrNull("SYSTEM BUSINESS TIMEOUT"),
  timedOut: (value) => value === true || value === false,
  cancelSeenAt: (value) => value === null || (isCount(value) && (value as number) <= Number.MAX_SAFE_INTEGER),
};
export const FIELDS = Object.keys(TYPES);

export type Fields = Readonly<Record<string, unknown>>;

/** Returns the number of fields of the right type and range, at most 16. */
export const rightFields = (record: Fields): number => FIELDS.filter((name) => TYPES[name]?.(record[name])).length;

/** Whether the fields of a record are consistent. Each must have the right type. */
function isConsistent(record: Fields): boolean {
  const { state, requestHandle: handle, reportedStatus: reported, errorType } = record;
  const earlier = record.earlierHandles as unknown[];
  const [retries, retried] = [record.retries as number, record.retriedCount as number];
  if (retried > retries || (handle === null) !== (record.attempt === 0)) return false;
  if (handle === null && (earlier.length > 0 || reported !== null || record.executableState !== null)) return false;
  if (earlier.some((one, i) => one === handle || earlier.indexOf(one) !== i)) return false;
  if (errorType !== null && state !== "ERROR") return false;
  const result = { SUCCESS: "SUCCEEDED", WARNING: "WARNING" }[reported as string];
  const isResultFixed = (state === "COMPLETED" || state === "CANCELLING") && result !== undefined;
  if (isResultFixed && record.executableState !== result) return false;
  switch (state) {
    case "RUNNING":
      return handle !== null && reported === null;
    case "CANCELLING":
      return handle !== null && record.cancelSeenAt !== null;
    case "PAUSED":
      return reported === "PAUSE" || reported === "SUSPEND";
    case "COMPLETED":
      return reported === "SUCCESS" || reported === "WARNING";
    case "ERROR_AUTO_RETRY":
      return reported === "ERROR" && retried < retries;
    case "ERROR_MANUAL_RECOVERY":
      return handle !== null;
    case "PENDING_VALIDATION":
    case "VALIDATION_FAILED":
    case "EXPIRED":
    case "SCHEDULE_ENDED":
    case "FINISHED":
      return handle === null;
    default:
      return true;
  }
}

export const isWellFormed = (record: Fields): boolean => rightFields(record) === FIELDS.length && isConsistent(record);

/**
 * Returns the own members of a plain object without running any code of it. Returns undefined for a proxy, and if one
 * of the members is an accessor.
 */
export function plainMembers(input: unknown, names: readonly string[]): Fields | undefined {
  if (typeof input !== "object" || input === null || types.isProxy(input) || Array.isArray(input)) return undefined;
  const members: Record<string, unknown> = {};
  for (const name of names) {
    const member = Object.getOwnPropertyDescriptor(input, name);
    if (member?.get !== undefined || types.isProxy(member?.value)) return undefined;
    members[name] = member?.value;
  }
  return members;
}
