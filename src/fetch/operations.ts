import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type ExecutionStatusInput,
  type JobRequest,
  type LifecycleEventOf,
  type Outcome,
  parseExecutionStatus,
} from "../index.js";
import { CHECK_IN_MEMBERS, parseCheckIn } from "./check-in.js";
import type { Settings } from "./options.js";
import type { Malformed } from "./problems.js";
import type { Operation } from "./routes.js";
import { UsageError } from "./usage-error.js";

/** Each operation converts a body to an input, and to the pure function that applies it to a record. */

export interface Command {
  readonly input: ExecutionStatusInput | LifecycleEventOf<"checkIn">;
  readonly decide: (request: JobRequest) => Outcome;
}

/** Time, hashing and redaction, which the library does not do itself. */
type ReadOptions = Pick<Settings, "now" | "hashHandle" | "redactMessage">;

type ParsedCommand = Command | Malformed;

interface OperationSpec {
  readonly members: readonly string[];
  readonly parse: (body: unknown, options: ReadOptions) => Promise<ParsedCommand>;
}

export const OPERATION_SPECS: Readonly<Record<Operation, OperationSpec>> = {
  executionStatus: {
    members: ["requestHandle", "status", "statusMessage"],
    async parse(body, { hashHandle, redactMessage }) {
      const parsed = parseExecutionStatus(body);
      if (parsed.issues) return parsed;
      const { requestHandle, statusMessage } = parsed.value;
      const input = {
        ...parsed.value,
        ...(requestHandle && { requestHandle: await hashHandle(requestHandle) }),
        ...(statusMessage && { statusMessage: redactMessage(statusMessage, parsed.value) }),
      };
      return { input, decide: (request) => applyExecutionStatus(request, input) };
    },
  },

  checkInCancelling: {
    members: CHECK_IN_MEMBERS,
    async parse(body, { hashHandle, now }) {
      const parsed = parseCheckIn(body);
      if (parsed.issues) return parsed;
      const { requestHandle } = parsed;
      const at = now();
      if (!Number.isSafeInteger(at) || at < 0) throw new UsageError("now must return epoch milliseconds, an integer.");
      const input = {
        type: "checkIn",
        requestHandle: requestHandle && (await hashHandle(requestHandle)),
        at,
      } as const;
      return { input, decide: (request) => applyLifecycleEvent(request, input) };
    },
  },
};

/** For a malformed body: asks the store whether the request exists, and changes nothing. */
export const rejectMalformed = (request: JobRequest): Outcome => ({
  kind: "rejected",
  reason: "INVALID_PAYLOAD",
  request,
  effects: [],
});
