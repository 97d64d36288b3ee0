import { COMPLETION_STATES, type ExecutionStatus } from "../index.js";
import { LOOKALIKES } from "./alphabet.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import { callback, event, PAUSE_AND_RESUME, RUN, resume, start, timed } from "./step-builders.js";
import type { HandleVariation, Step } from "./steps.js";
import { TEXTS } from "./values.js";

/** Scenarios with texts and handles that real code trims, folds, normalises, truncates or re-encodes. */

const MANUAL = event("manualRecoveryRequired");

/** A way to send a text: steps before it, and steps after it so that the next text can be sent. */
interface TextPlace {
  readonly before: readonly Step[];
  readonly send: (text: string) => Step;
  /** Absent: nothing more can be sent. */
  readonly again?: readonly Step[];
  readonly unvalidated?: boolean;
}

const after = (before: readonly Step[], status: ExecutionStatus, again?: readonly Step[]): TextPlace => ({
  before,
  send: (text) => callback(status, text),
  ...(again && { again }),
});

const CANCELLED = [...RUN, timed("cancel", 0)];
const RECOVERED: readonly Step[] = [event("recover"), ...RUN];

const PLACES: readonly TextPlace[] = [
  after(RUN, "UPDATE", []),
  after(CANCELLED, "UPDATE", []),
  after([...RUN, MANUAL], "UPDATE", []),
  after(RUN, "PAUSE", [resume()]),
  after(RUN, "SUSPEND", [resume()]),
  after([...RUN, MANUAL], "ERROR", [...RECOVERED, MANUAL]),
  after([...RUN, MANUAL], "PAUSE", [...RECOVERED, MANUAL]),
  { before: RUN, send: (message) => event("manualRecoveryRequired", { message }), again: RECOVERED },
  ...(["WARNING", "ERROR", "BUSINESS_ERROR"] as const).flatMap((status) => [
    after(RUN, status),
    after(CANCELLED, status),
  ]),
  { before: [], send: (message) => event("validationFailed", { message }), unvalidated: true },
  { before: [...RUN, MANUAL], send: (message) => event("complete", { state: "ERROR", message }) },
];

const LONGEST_ROUND = 40;

/** As many texts one after another as fit. */
function textsIn({ before, send, again, unvalidated }: TextPlace, texts: readonly string[]): readonly Scenario[] {
  const count = again === undefined ? 1 : Math.max(Math.floor(LONGEST_ROUND / (again.length + 1)), 1);
  const rounds = Array.from({ length: Math.ceil(texts.length / count) }, (_, i) =>
    texts.slice(i * count, (i + 1) * count),
  );
  return rounds.map((round) =>
    scenarioOf([...before, ...round.flatMap((text) => [send(text), ...(again ?? [])])], { validated: !unvalidated }),
  );
}

/** A text, and then none, null or an empty one: the old one must not survive, or must. */
const missing: readonly Scenario[] = [undefined, null, ""].flatMap((text) => {
  const message = text === undefined ? {} : { message: text };
  return [
    [
      ...RUN,
      callback("UPDATE", "text"),
      callback("UPDATE", text),
      callback("UPDATE", "again"),
      callback("UPDATE", text),
    ],
    [...CANCELLED, callback("UPDATE", "text"), callback("UPDATE", text)],
    [...RUN, callback("PAUSE", "text"), resume(), callback("PAUSE", text), resume(), callback("UPDATE", "text")],
    [...RUN, callback("PAUSE", "text"), resume(), callback("SUSPEND", text), resume(), callback("PAUSE", "")],
    [...RUN, callback("SUSPEND", "text"), resume(), callback("SUSPEND", text), resume(), callback("SUCCESS")],
    ...(["WARNING", "ERROR", "BUSINESS_ERROR", "SUSPEND", "PAUSE", "UPDATE", "SUCCESS", "CANCEL"] as const).map(
      (status) => [
        ...RUN,
        callback("PAUSE", "saved"),
        resume(),
        callback("UPDATE", "old"),
        event("manualRecoveryRequired", { message: "text" }),
        callback(status, text),
      ],
    ),
    ...COMPLETION_STATES.map((state) => [
      ...RUN,
      event("manualRecoveryRequired", { message: "text" }),
      event("complete", { state, ...message }),
    ]),
    [...RUN, MANUAL, callback("ERROR", "text"), event("complete", { state: "SUCCEEDED", ...message })],
  ].map((steps) => scenarioOf(steps));
});

const near: readonly HandleVariation[] = [...LOOKALIKES, "decomposed"];

/** Handles that are almost the current one: as that of a late or forged callback, and as that of a new execution. */
const handles: readonly Scenario[] = [undefined, "accented" as const, "long" as const].flatMap((variation) => {
  const begun = [event("dispatch"), start(variation)];
  const forged = near.flatMap((variation): Step[] => [
    { callback: "UPDATE", text: "text", handle: "unknown", variation },
    { callback: "SUCCESS", handle: "unknown", variation },
    { event: "checkIn", wait: 0, handle: "unknown", variation },
  ]);
  const renewed = near.map(
    (variation): Scenario =>
      scenarioOf([
        ...begun,
        callback("PAUSE"),
        resume(variation),
        callback("UPDATE", "text", "earlier"),
        callback("SUCCESS"),
      ]),
  );
  return [
    scenarioOf([...begun, ...forged, callback("SUCCESS")]),
    scenarioOf([...begun, timed("cancel", 0), ...forged, callback("CANCEL")]),
    scenarioOf([...begun, ...PAUSE_AND_RESUME, { callback: "SUCCESS", handle: "earlier" }, callback("SUCCESS")]),
    ...renewed,
  ];
});

/** @param maxTextLength longer texts are left out */
export function valueScenarios(maxTextLength: number): readonly Scenario[] {
  const texts = Object.values(TEXTS).filter(({ length }) => length <= maxTextLength);
  return [...missing, ...handles, ...PLACES.flatMap((place) => textsIn(place, texts))];
}
