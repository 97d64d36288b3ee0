import {
  COMPLETION_STATES,
  createRequest,
  EXECUTION_STATUSES,
  FORCE_CANCEL_AFTER_MS,
  type JobRequest,
} from "ess-request-machine";
import { EXTRA_MEMBERS, TEXTS } from "../../src/testing/values.js";
import type { Input } from "./vectors-inputs.js";
import type { Trial } from "./vectors-kinds.js";
import { outcomeOf, walk } from "./vectors-records.js";

/**
 * Test vectors about values, times and depth. No guard distinguishes these records and inputs, so no search finds them;
 * but code in any language may trim, fold, truncate, re-encode or round them.
 */

const event = (type: string, payload: object = {}): Input => ({ event: { type, ...payload } });
const report = (status: string, requestHandle: unknown, statusMessage?: string): Input => ({
  callback: { requestHandle, status, ...(statusMessage === undefined ? {} : { statusMessage }) },
});

const created = (retries = 0, requestId = "101"): JobRequest => createRequest({ requestId, retries });
const run = (handle: string): readonly Input[] => [event("dispatch"), event("start", { requestHandle: handle })];

export interface WrittenCase {
  /** The last part of the id. */
  readonly words: string;
  readonly trials: readonly [Trial, ...Trial[]];
}

function caseOf(words: string, request: JobRequest, ...inputs: readonly Input[]): WrittenCase {
  const trials = inputs.map((input) => {
    const { type, status } = Object(Object.values(input)[0]) as { type?: string; status?: string };
    return { request, probe: { name: type ?? status ?? "", input, words }, outcome: outcomeOf(request, input) };
  });
  return { words, trials: trials as unknown as WrittenCase["trials"] };
}

/** Every text field is set, so that a text that goes to the wrong one shows. */
const BUSY = walk(
  created(1),
  ...run("handle-1"),
  report("PAUSE", "handle-1", "saved"),
  event("resume", { requestHandle: "handle-2" }),
  report("UPDATE", "handle-2", "update"),
);
const MANUAL = walk(BUSY, event("manualRecoveryRequired", { message: "manual" }));

const texts = Object.entries(TEXTS).flatMap(([name, text]) => {
  const isLong = text.length > 2000;
  const sent = [
    caseOf(`with the text: ${name}`, BUSY, report("UPDATE", "handle-2", text)),
    caseOf(`with the text: ${name}`, BUSY, report("ERROR", "handle-2", text)),
  ];
  return isLong
    ? sent
    : [
        ...sent,
        caseOf(`with the text: ${name}`, BUSY, report("PAUSE", "handle-2", text)),
        caseOf(`with the text: ${name}`, BUSY, event("manualRecoveryRequired", { message: text })),
        caseOf(`with the text: ${name}`, MANUAL, event("complete", { state: "ERROR", message: text })),
      ];
});

/** Handles that resemble another one, but are different. */
const lookalikes = (handle: string): readonly string[] => [
  handle.toUpperCase(),
  ` ${handle}`,
  `${handle} `,
  handle.slice(0, -1),
  `${handle}0`,
  `${handle.slice(0, -1)}#`,
  ...(handle.normalize("NFD") === handle ? [] : [handle.normalize("NFD")]),
];

const handles = [
  ["an ordinary handle", "handle-of-1"],
  ["an accented handle", "handl\u00e9-of-1"],
  ["a handle of 300 characters", `handle-${"x".repeat(292)}1`],
].flatMap(([name = "", handle = ""]) => {
  const running = walk(created(), ...run(handle));
  const paused = walk(running, report("PAUSE", handle));
  const cancelling = walk(running, event("cancel", { at: 1_700_000_000_123 }));
  const others = lookalikes(handle);
  return [
    caseOf(`almost ${name}`, running, ...others.map((other) => report("SUCCESS", other))),
    caseOf(
      `almost ${name}`,
      cancelling,
      ...others.map((other) => event("checkIn", { requestHandle: other, at: 1_700_000_000_124 })),
    ),
    ...others.map((other, i) => caseOf(`almost ${name}, ${i + 1}`, paused, event("resume", { requestHandle: other }))),
    ...others.flatMap((other, i) => {
      const resumed = walk(paused, event("resume", { requestHandle: other }));
      const words = `the earlier one is almost ${name}, ${i + 1}`;
      return [caseOf(words, resumed, report("SUCCESS", handle)), caseOf(words, resumed, report("SUCCESS", other))];
    }),
  ];
});

const ids = ["1", "4294967296", "9007199254740993", "9223372036854775807"].map((id) =>
  caseOf(`of request ${id}`, created(0, id), event("dispatch")),
);

/** A request after so many retries of twelve, running again. */
function retried(count: number): JobRequest {
  let request = walk(created(12), ...run("handle-1"));
  for (let i = 1; i <= count; i += 1) {
    const { requestHandle } = request;
    request = walk(request, report("ERROR", requestHandle, "text"), event("retry"), ...run(`handle-${i + 1}`));
  }
  return request;
}

const depth = [1, 2, 9, 10, 11, 12].flatMap((count) => {
  const request = retried(count);
  const { requestHandle } = request;
  const failed = walk(request, report("ERROR", requestHandle, "text"));
  const paused = walk(request, report("PAUSE", requestHandle, "text"));
  const words = `after ${count} of 12 retries`;
  return [
    caseOf(words, request, report("ERROR", requestHandle)),
    caseOf(words, request, event("manualRecoveryRequired")),
    caseOf(words, walk(request, event("manualRecoveryRequired")), event("recover")),
    caseOf(words, paused, event("resume", { requestHandle: "another-handle" })),
    ...(count < 12 ? [caseOf(words, failed, event("retry"))] : []),
  ];
});

const LIMIT = FORCE_CANCEL_AFTER_MS;
const LATEST = Number.MAX_SAFE_INTEGER;

const times = [0, 1, 2 ** 31, 1_700_000_000_000, 1_700_000_000_123, LATEST - LIMIT, LATEST].flatMap((seen) => {
  const cancelling = walk(created(), ...run("handle-1"), event("cancel", { at: seen }));
  const waits = [-LIMIT, -1, 0, 1, 999, LIMIT - 1001, LIMIT - 999, LIMIT - 1, LIMIT, LIMIT + 1];
  const at = waits.map((wait) => seen + wait).filter((time) => time >= 0 && time <= LATEST);
  const forced = (holds: (time: number) => boolean) =>
    at.filter(holds).map((time) => event("forceCancel", { at: time }));
  const [early, late] = [forced((time) => time < seen + LIMIT), forced((time) => time >= seen + LIMIT)];
  const words = `last seen at ${seen}`;
  return [
    caseOf(`at ${seen}`, walk(created(), ...run("handle-1")), event("cancel", { at: seen })),
    caseOf(words, cancelling, ...early),
    ...(late.length === 0 ? [] : [caseOf(words, cancelling, ...late)]),
    ...[0, seen + 1]
      .filter((time) => time <= LATEST && time !== seen)
      .map((time) =>
        caseOf(`at ${time}, ${words}`, cancelling, event("checkIn", { requestHandle: "handle-1", at: time })),
      ),
  ];
});

const FINAL = EXECUTION_STATUSES.filter((status) => status !== "UPDATE");

/** Fields that a late report or the operator's decision must not misread. */
const leftovers = FINAL.flatMap((status) => {
  const reported = walk(BUSY, report(status, "handle-2", "text"));
  const cancelled = walk(BUSY, event("cancel", { at: 1_700_000_000_123 }), report(status, "handle-2", "text"));
  const others = FINAL.filter((other) => other !== status).map((other) => report(other, "handle-2", "late"));
  const evidence = [MANUAL, walk(BUSY, event("timeOut"), event("manualRecoveryRequired", { message: "manual" }))].map(
    (manual) => walk(manual, report(status, "handle-2", "evidence")),
  );
  return [
    caseOf(`after ${status}`, reported, ...others),
    caseOf(`after ${status} while cancelling`, cancelled, ...others),
    ...evidence.flatMap((request) => {
      const words = `after ${status}${request.timedOut ? " and the time-out" : ""}`;
      const ready = walk(request, event("recover"), event("dispatch"));
      return [
        ...COMPLETION_STATES.map((state) => caseOf(`${words}, without message`, request, event("complete", { state }))),
        caseOf(`in manual recovery ${words}`, ready, event("start", { requestHandle: "handle-3" })),
      ];
    }),
  ];
});

const { state: _, requestHandle: __, ...extra } = EXTRA_MEMBERS;

const additional = [
  caseOf("with additional members", BUSY, { callback: { requestHandle: "handle-2", status: "UPDATE", ...extra } }),
  caseOf(
    "with additional members",
    created(),
    event("dispatch", extra),
    event("dispatch", { ...extra, state: "ERROR" }),
  ),
];

export const writtenCases = (): readonly WrittenCase[] => [
  ...texts,
  ...handles,
  ...ids,
  ...depth,
  ...times,
  ...leftovers,
  ...additional,
];
