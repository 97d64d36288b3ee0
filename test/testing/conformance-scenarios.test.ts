import { readFileSync } from "node:fs";
import { chart, createRequest, EXECUTION_STATUSES, isTerminal, REQUEST_STATES } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../src/testing/arbitraries.js";
import { COVERAGE_KINDS, nameOf } from "../../src/testing/coverage.js";
import { DEPTH_SCENARIOS } from "../../src/testing/depth-scenarios.js";
import { STEPS_BY_NAME } from "../../src/testing/draw-step.js";
import { exploreScenarios } from "../../src/testing/exploration.js";
import { LEFTOVER_SCENARIOS } from "../../src/testing/leftover-scenarios.js";
import { applyStep, type ModelState, modelStateOf } from "../../src/testing/model.js";
import type { Creation, Scenario } from "../../src/testing/scenario.js";
import { Selection } from "../../src/testing/selection.js";
import { textsOf } from "../../src/testing/steps.js";
import { systematicPart } from "../../src/testing/systematic.js";
import { TIME_SCENARIOS } from "../../src/testing/time-scenarios.js";
import { valueScenarios } from "../../src/testing/value-scenarios.js";
import {
  EXTRA_MEMBERS,
  INVALID_HANDLES,
  INVALID_MESSAGES,
  INVALID_TIMES,
  invalidNames,
  requestIdOf,
  TEXTS,
  UNKNOWN_EVENTS,
  UNKNOWN_STATUSES,
} from "../../src/testing/values.js";

/** The scenarios of a run. */

const everything = new Selection();
const { reachable, scenarios: systematic } = systematicPart(everything, 5000);

const stateAfter = ({ created, steps }: Scenario) =>
  steps.reduce<ModelState>(
    (state, step) => applyStep(state, step)?.next ?? state,
    modelStateOf(createRequest({ ...created, requestId: 1 }), "foreign"),
  );

/** Each step with its reason or the kind of its outcome, or nothing if it cannot be sent. */
const sentIn = ({ created, steps }: Scenario) => {
  let state = modelStateOf(createRequest({ ...created, requestId: 1 }), "foreign");
  return steps.map((step) => {
    const result = applyStep(state, step);
    state = result?.next ?? state;
    return { step, reason: result && "reason" in result.outcome ? result.outcome.reason : result?.outcome.kind };
  });
};

describe("the systematic scenarios", () => {
  test("cover every transition of the chart and every reason that one gives", () => {
    const names = [...reachable.outcomes];
    for (const state of REQUEST_STATES) {
      for (const [name, transitions] of Object.entries(chart.states[state].on)) {
        for (const { target } of transitions) {
          if (target === undefined) continue;
          expect(names, `${state}: ${name} → ${target}`).toContain(`${state}: ${name} → ${target}`);
        }
      }
    }
  });

  test("are as many, and cover as much, as the report on the page says", () => {
    const page = readFileSync(new URL("../../docs/conformance.md", import.meta.url), "utf8");
    const [, requests, numbers = ""] = /```\n(\d+) requests.*\n((?:.* of \d+\n)+)/.exec(page)!;
    expect(systematic.filter(({ steps }) => steps.length <= 50).length + 100).toBe(Number(requests));
    const lines = COVERAGE_KINDS.map((kind) => `${kind}: ${reachable[kind].size} of ${reachable[kind].size}\n`);
    expect(lines.join("")).toBe(numbers);
  });

  test.each([
    "RUNNING: ERROR → ERROR after 10 or more retries, 0 left",
    "COMPLETED: postProcessed recorded after 10 or more of the same",
    "RUNNING: UPDATE recorded after 10 or more of the same",
    "RUNNING: UPDATE recorded with decomposed accents",
    "RUNNING: PAUSE → PAUSED clears pausedState",
    "CANCELLING: forceCancel rejected TOO_EARLY -1 ms after the limit, last seen at any",
    "CANCELLING: forceCancel rejected TOO_EARLY at 4296767296, last seen at any",
    "CANCELLING: checkIn recorded after 1799999 ms, last seen at any",
    'CANCELLING: forceCancel rejected INVALID_PAYLOAD named "forceCancel" with {"at":"0"}',
    "RUNNING: SUCCESS rejected HANDLE_MISMATCH with the unknown handle, upper case",
    "ERROR_MANUAL_RECOVERY: complete → ERROR after BUSINESS_ERROR",
    "RUNNING: complete rejected NOT_TIMED_OUT",
    "RUNNING: SUCCESS → COMPLETED after an earlier execution timed out",
    "ERROR_MANUAL_RECOVERY: complete → ERROR after a rejected text",
  ])("cover: %s", (name) => {
    expect([...reachable.situations, ...reachable.outcomes]).toContain(name);
  });

  test("never begin an execution with a forgotten or foreign handle: that is unspecified", () => {
    const begins = systematic.flatMap(({ steps }) =>
      steps.filter((step) => "event" in step && (step.event === "start" || step.event === "resume")),
    );
    expect(begins.length).toBeGreaterThan(100);
    expect(
      begins.filter(({ handle }) => handle === "forgotten" || handle === "foreign" || handle === "unknown"),
    ).toEqual([]);
  });

  test.each<[string, readonly Scenario[], string]>([
    ["depth", DEPTH_SCENARIOS, "DUPLICATE HANDLE_MISMATCH HANDLE_REUSED STALE_HANDLE"],
    [
      "times",
      TIME_SCENARIOS,
      "DUPLICATE HANDLE_MISMATCH HANDLE_MISSING INVALID_PAYLOAD NOT_CANCELLING STALE_HANDLE TOO_EARLY",
    ],
    [
      "leftovers",
      LEFTOVER_SCENARIOS,
      "ALREADY_ENDED ALREADY_REPORTED DUPLICATE HANDLE_MISMATCH HANDLE_MISSING INVALID_PAYLOAD NOT_TIMED_OUT " +
        "STALE_HANDLE UNKNOWN_STATUS UNSUPPORTED_STATE",
    ],
    ["values", valueScenarios(5000), "ALREADY_REPORTED HANDLE_MISMATCH STALE_HANDLE"],
  ])(
    "about %s are plain JSON and all different, and each step has an effect, or none for one of these reasons",
    (about, written, reasons) => {
      expect(new Set(written.map((scenario) => JSON.stringify(scenario))).size).toBe(written.length);
      expect(JSON.parse(JSON.stringify(written))).toStrictEqual(written);
      const outcomes = written.flatMap(sentIn);
      const found = new Set(outcomes.map(({ reason }) => reason));
      expect(
        [...found]
          .filter((each) => each && /^[A-Z_]+$/.test(each))
          .sort()
          .join(" "),
      ).toBe(reasons);
      if (about === "values") return;
      expect(outcomes.filter((each) => each.reason === undefined)).toEqual([]);
      expect(outcomes.filter(({ step }) => textsOf(step).includes(""))).toEqual([]);
    },
  );

  test("about depth, times and leftovers are well-formed, but for some inputs that have no effect", () => {
    const sent = [...DEPTH_SCENARIOS, ...TIME_SCENARIOS, ...LEFTOVER_SCENARIOS].flatMap(sentIn);
    const malformed = sent.filter(({ reason }) => reason === "UNKNOWN_STATUS" || reason === "INVALID_PAYLOAD");
    expect(new Set(malformed.map(({ step }) => JSON.stringify(step)))).toEqual(
      new Set([
        '{"event":"checkIn","handle":"current","members":{"at":"0"}}',
        '{"callback":"FAILED","handle":"current","text":"unknown"}',
        '{"event":"complete","members":{"state":"EXPIRED","message":"invalid"}}',
        '{"event":"complete","members":{"state":"ERROR","message":7}}',
      ]),
    );
  });

  test("about times all lead to the cancellation", () => {
    expect(new Set(TIME_SCENARIOS.map((scenario) => stateAfter(scenario).request.state))).toEqual(
      new Set(["CANCELLED"]),
    );
  });

  test("of a selection end with its steps", () => {
    const explored = exploreScenarios(new Selection([{ event: "hold", state: "WAIT" }]));
    expect(new Set(explored.map(({ steps }) => nameOf(steps.at(-1)!)))).toEqual(new Set(["hold"]));
  });

  test("about values begin with a text, but where only one can be sent, and leave longer texts out", () => {
    const sent = valueScenarios(256).map(({ steps }) =>
      steps.filter((step) => textsOf(step).some((text) => text !== "ERROR")),
    );
    const beginEmpty = sent.flatMap(([first]) => (first && textsOf(first).includes("") ? [nameOf(first)] : []));
    const once = ["WARNING", "ERROR", "BUSINESS_ERROR", "validationFailed", "complete"];
    expect(new Set(beginEmpty)).toEqual(new Set(once));
    expect(
      Math.max(
        ...sent
          .flat()
          .flatMap(textsOf)
          .map(({ length }) => length),
      ),
    ).toBe(256);
  });
});

/** One way to change each text, as real code does. */
const CHANGES: Readonly<Record<string, (text: string) => unknown>> = {
  "a text": () => "",
  "an empty text": (text) => text || null,
  "a blank text": (text) => text.trim(),
  "spaces around": (text) => text.trim(),
  "a line break after": (text) => text.replace(/\n$/, ""),
  "upper and lower case": (text) => text.toLowerCase(),
  "line breaks and tabs": (text) => text.replaceAll("\r\n", "\n"),
  "composed accents": (text) => text.normalize("NFD"),
  "decomposed accents": (text) => text.normalize("NFC"),
  "compatibility characters": (text) => text.normalize("NFKC"),
  "a byte order mark": (text) => text.replace(/^\ufeff/, ""),
  "no-break and zero-width spaces": (text) => text.replace(/[\u00a0\u200b\u2028]/g, " "),
  "characters beyond 16 bits": (text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "?"),
  "half a surrogate pair": (text) => Buffer.from(text).toString(),
  NUL: (text) => text.replace("\0", ""),
  "control characters": (text) => text.replace(/\p{Cc}/gu, ""),
  "quotes and backslashes": (text) => text.replace(/['"\\`]/g, "\\$&"),
  "replacement patterns": (text) => "text".replace("text", text),
  markup: (text) => text.replaceAll("<", "&lt;"),
  "a number": (text) => text.replace(/^0+/, ""),
  "a literal": (text) => (text === "null" ? null : text),
  "another literal": (text) => (text === "undefined" ? undefined : text),
  JSON: (text) => JSON.parse(text),
  "a member of every object": (text) => (text in {} ? undefined : text),
  "a name of a state": (text) => (REQUEST_STATES as readonly string[]).includes(text) || text,
  "a name of a status": (text) => (EXECUTION_STATUSES as readonly string[]).includes(text) || text,
  "256 characters": (text) => text.slice(0, 255),
  "1,025 characters": (text) => text.slice(0, 1024),
  "4,001 characters": (text) => text.slice(0, 4000),
};

test.each(Object.entries(TEXTS))("%s is one that real code changes", (name, text) => {
  expect(CHANGES[name]!(text)).not.toBe(text);
});

describe("the steps of every situation", () => {
  const stepsOf = (name: string) => STEPS_BY_NAME.all.get(name)!;

  test("have every kind of handle; but whether a forgotten or foreign one may begin an execution is unspecified", () => {
    const kindsFor = (name: string) => new Set(stepsOf(name).map(({ handle }) => handle ?? "missing"));
    const common = ["current", "earlier", "oldest", "empty", "missing"] as const;
    for (const name of ["SUCCESS", "UPDATE", "checkIn"])
      expect(kindsFor(name)).toEqual(new Set([...common, "forgotten", "foreign", "unknown"]));
    for (const name of ["start", "resume"]) expect(kindsFor(name)).toEqual(new Set([...common, "new"]));
  });

  test("have times before, at and after those that decide", () => {
    const waitsFor = (name: string) =>
      new Set(stepsOf(name).flatMap((step) => ("event" in step ? (step.wait ?? []) : [])));
    expect(waitsFor("cancel")).toEqual(new Set([0, 60_000]));
    expect(waitsFor("checkIn")).toEqual(new Set([-1, 0, 1, 60_000]));
    expect(waitsFor("forceCancel")).toEqual(new Set([-1, 0, 1_740_000, 1_799_999, 1_800_000, 3_600_000]));
  });

  test("carry a text with every wrong handle", () => {
    const wrong = stepsOf("ERROR").filter(({ handle }) => handle !== "current");
    expect(wrong).toEqual(
      ["earlier", "unknown", "missing"].map((handle) => ({ callback: "ERROR", handle, text: "text" })),
    );
  });
});

test.each([
  ["256 characters", 256],
  ["1,025 characters", 1025],
  ["4,001 characters", 4001],
])("a text of %s has so many", (name, length) => {
  expect(TEXTS[name]).toHaveLength(length);
});

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ["statuses", UNKNOWN_STATUSES, ["", true, ["SUCCESS"]]],
  ["events", UNKNOWN_EVENTS, ["suspend", "SUCCESS", "HOLD", "xstate.stop", "toString", "constructor", "__proto__"]],
  ["handles", INVALID_HANDLES, [true, ["handle"]]],
  ["times", INVALID_TIMES, ["", true, []]],
  ["messages", INVALID_MESSAGES, [true, false, ["text"]]],
  ["results", invalidNames("PROCEED"), ["", "proceed", "PROCEED ", ["PROCEED"], true, "toString", "__proto__"]],
])("invalid %s are almost valid, or of another type", (_, values, some) => {
  expect(values).toEqual(expect.arrayContaining([...some]));
});

test("members that an input does not carry would matter if they were read", () => {
  const { earlierHandles, ...others } = EXTRA_MEMBERS;
  expect(earlierHandles).toEqual([]);
  expect(Object.entries(others).filter(([, value]) => !value)).toEqual([]);
});

test("ids are in turn beyond 2^53, at both ends of int64, and beyond 32 bits", () => {
  const ids = [0, 1, 2, 3, 4].map((range) => [requestIdOf(range, 0), requestIdOf(range, 5)]);
  expect(ids).toEqual([
    ["9007199254740992", "9007199254740997"],
    ["9223372036854775807", "9223372036854775802"],
    ["1", "6"],
    ["4294967295", "4294967300"],
    ["9007199254740992", "9007199254740997"],
  ]);
});

describe("random scenarios", () => {
  const limits = { maxSteps: 50, maxTextLength: 5000, selection: everything };
  const sample = fc.sample(scenarios(limits), { seed: 1, numRuns: 60 });

  test("are long, and some go deep", () => {
    const lengths = sample.map(({ steps }) => steps.length).sort((one, other) => one - other);
    expect(lengths[30]).toBeGreaterThanOrEqual(30);
    const last = sample.map(stateAfter);
    expect(Math.max(...last.map(({ request }) => request.retriedCount))).toBeGreaterThanOrEqual(2);
    expect(Math.max(...last.map(({ handles }) => handles.length))).toBeGreaterThanOrEqual(6);
    expect(last.filter(({ request }) => isTerminal(request.state)).length).toBeGreaterThan(10);
  });

  test("repeat the last step, or the last but one, once in ten steps", () => {
    const repeated = (back: number) => sample.flatMap(({ steps }) => steps.map((step, i) => step === steps[i - back]));
    const shareOf = (each: readonly boolean[]) => each.filter(Boolean).length / each.length;
    expect([1, 2].map((back) => shareOf(repeated(back)))).toEqual([expect.closeTo(0.12, 1), expect.closeTo(0.12, 1)]);
  });

  test("have up to 12 retries, most few; and most begin validated", () => {
    const created = fc
      .sample(scenarios({ ...limits, maxSteps: 1 }), { seed: 1, numRuns: 500 })
      .map((each) => each.created);
    const shareOf = (holds: (creation: Creation) => boolean) => created.filter(holds).length / created.length;
    expect(new Set(created.map(({ retries }) => retries))).toEqual(new Set(Array(13).keys()));
    expect(shareOf(({ retries }) => retries <= 3)).toBeCloseTo(0.83, 1);
    expect(shareOf(({ validated }) => validated)).toBeCloseTo(7 / 8, 1);
  });

  test("keep to the limits and to the selection", () => {
    const selection = new Selection([], [{ state: "PENDING_VALIDATION" }, { event: "hold" }]);
    const short = fc.sample(scenarios({ maxSteps: 20, maxTextLength: 6, selection }), { seed: 1, numRuns: 50 });
    const steps = short.flatMap((each) => each.steps);
    expect(Math.max(...short.map(({ steps }) => steps.length))).toBe(20);
    expect(short.every(({ created }) => created.validated)).toBe(true);
    expect(steps.some((step) => "event" in step && step.event === "hold")).toBe(false);
    const texts = steps.map((step) => ("callback" in step ? step.text : step.members?.message));
    expect(Math.max(...texts.map((text) => (typeof text === "string" ? text.length : 0)))).toBe(6);
  });

  test("are the same for the same seed", () => {
    expect(fc.sample(scenarios(limits), { seed: 1, numRuns: 3 })).toEqual(sample.slice(0, 3));
  });
});
