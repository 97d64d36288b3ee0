import { expect, test } from "vitest";
import type { Failure } from "../../src/testing/run-scenario.js";
import type { Creation, Scenario } from "../../src/testing/scenario.js";
import { shrink } from "../../src/testing/shrink.js";
import { simplerSteps } from "../../src/testing/simpler-steps.js";
import type { CallbackStep, EventStep, Step } from "../../src/testing/steps.js";

/** How a failing scenario is shrunk: steps are removed, and values replaced by plainer ones. */

type Fails = (scenario: Scenario) => boolean;

const failureOf = (scenario: Scenario): Failure => ({
  scenario,
  requestId: "1",
  differences: ["a difference"],
  text: "",
  isHanging: false,
});

async function shrunk(steps: readonly Step[], fails: Fails, created: Creation = { retries: 0, validated: true }) {
  const rerun = async (scenario: Scenario) => (fails(scenario) ? failureOf(scenario) : undefined);
  return (await shrink(failureOf({ created, steps }), rerun)).scenario;
}

const events = (names: string): Step[] => [...names].map((event) => ({ event }));
const namesOf = ({ steps }: Scenario) => steps.map((step) => ("event" in step ? step.event : "")).join("");

test("the steps remain without which it does not fail, and the request is created as plainly as possible", async () => {
  const begun = { retries: 9, validated: false };
  const plain = await shrunk(events("abcdefgh"), (tried) => /c.*f/.test(namesOf(tried)), begun);
  expect(namesOf(plain)).toBe("cf");
  expect(plain.created).toEqual({ retries: 0, validated: true });
  const needed = await shrunk(events("ab"), ({ created }) => created.retries >= 7 && !created.validated, begun);
  expect(needed).toEqual({ created: { retries: 7, validated: false }, steps: [] });
});

test("steps that only another creation needs are removed with it", async () => {
  const fails: Fails = ({ steps, created }) =>
    namesOf({ steps, created }).includes("x") && (created.validated || namesOf({ steps, created }).includes("v"));
  expect(namesOf(await shrunk(events("vx"), fails, { retries: 0, validated: false }))).toBe("x");
});

test.each([
  ["xkab", "k", /^(x(?=.*ab))?k(ab)?$/],
  ["xykabcdm", "km", /^(xy(?=.*abcd))?k(abcd)?m$/],
])("steps of %s that are needless after others were removed are removed together", async (names, shortest, fails) => {
  expect(namesOf(await shrunk(events(names), (tried) => fails.test(namesOf(tried))))).toBe(shortest);
});

test("a plainer value may make it fail earlier", async () => {
  const steps: readonly Step[] = [...events("abc"), { callback: "UPDATE", handle: "current", text: "<" }];
  const failure = await shrink(failureOf({ created: { retries: 0, validated: true }, steps }), async (scenario) => {
    const last = scenario.steps[3] as CallbackStep | undefined;
    if (last === undefined) return undefined;
    return failureOf(last.text === "<" ? scenario : { ...scenario, steps: scenario.steps.slice(0, 1) });
  });
  expect(namesOf(failure.scenario)).toBe("a");
});

test("a scenario that cannot be shortened is unchanged", async () => {
  expect(namesOf(await shrunk(events("ab"), (tried) => namesOf(tried) === "ab"))).toBe("ab");
});

test.each<[string, CallbackStep, (text: string) => boolean, string | undefined]>([
  ["is removed if it does not matter", { callback: "UPDATE", handle: "current", text: "any" }, () => true, undefined],
  ["becomes a plain one", { callback: "UPDATE", handle: "current", text: "<&> €" }, (text) => text !== "", "text"],
  [
    "keeps only what matters",
    { callback: "UPDATE", handle: "current", text: "one <b>" },
    (text) => text.includes("<"),
    "<",
  ],
  [
    "is as long as it has to be",
    { callback: "UPDATE", handle: "current", text: "y".repeat(1000) },
    (text) => text.length > 255,
    "y".repeat(256),
  ],
])("a text %s", async (_, step, fails, text) => {
  const plain = await shrunk([step], ({ steps }) => steps.length === 1 && fails((steps[0] as CallbackStep).text ?? ""));
  expect((plain.steps[0] as CallbackStep).text).toBe(text);
});

test("handles, times and members become plain if they do not matter, and remain if they do", async () => {
  const step: EventStep = {
    event: "checkIn",
    handle: "unknown",
    variation: "longer",
    wait: -7,
    members: { at: 5, x: 1 },
  };
  const isThere: Fails = ({ steps }) => steps.length === 1;
  expect((await shrunk([step], isThere)).steps).toEqual([{ event: "checkIn", handle: "current", wait: 0 }]);
  const isLonger: Fails = ({ steps }) => steps[0]?.variation === "longer" && (steps[0] as EventStep).wait === -7;
  expect((await shrunk([step], isLonger)).steps[0]).toMatchObject({ variation: "longer", wait: -7 });
});

test.each<[string, Step, readonly Step[]]>([
  ["plain", { event: "hold" }, []],
  ["a plain time", { event: "cancel", wait: 0 }, []],
  [
    "another time",
    { event: "cancel", wait: -7 },
    [
      { event: "cancel", wait: 0 },
      { event: "cancel", wait: 1_800_000 },
      { event: "cancel", wait: 60_000 },
    ],
  ],
  ["the limit", { event: "cancel", wait: 1_800_000 }, [{ event: "cancel", wait: 0 }]],
  [
    "an absolute time and a member",
    { event: "cancel", members: { at: 5, x: 1 } },
    [
      { event: "cancel", members: { x: 1 } },
      { event: "cancel", members: { at: 5 } },
      { event: "cancel", wait: 0, members: { x: 1 } },
    ],
  ],
  [
    "an absolute time alone",
    { event: "cancel", members: { at: 5 } },
    [{ event: "cancel" }, { event: "cancel", wait: 0 }],
  ],
  ["a time that is no number", { event: "cancel", members: { at: "5" } }, [{ event: "cancel" }]],
  [
    "a varied handle of an execution",
    { event: "start", handle: "new", variation: "longer" },
    [{ event: "start", handle: "new" }],
  ],
  ["another handle for an execution", { event: "resume", handle: "current" }, [{ event: "resume", handle: "new" }]],
  [
    "a varied handle",
    { callback: "start", handle: "new", variation: "longer" },
    [
      { callback: "start", handle: "new" },
      { callback: "start", handle: "current" },
    ],
  ],
  [
    "members that a callback ignores",
    { callback: "UPDATE", handle: "current", members: { at: 5 } },
    [{ callback: "UPDATE", handle: "current" }],
  ],
  ["no text", { callback: "UPDATE", handle: "current", text: null }, [{ callback: "UPDATE", handle: "current" }]],
  [
    "a plain text",
    { callback: "UPDATE", handle: "current", text: "text" },
    [{ callback: "UPDATE", handle: "current" }],
  ],
  ["the plainest message", { event: "complete", members: { message: "a" } }, [{ event: "complete" }]],
  [
    "a short message",
    { event: "complete", members: { message: "b" } },
    [{ event: "complete" }, { event: "complete", members: { message: "a" } }],
  ],
  [
    "a message",
    { event: "complete", members: { message: "bcda" } },
    [{ event: "complete" }, ...messages("text", "bc", "da", "bcd", "cda", "bada", "bcaa")],
  ],
  ["a message that is no text", { event: "complete", members: { message: 7 } }, [{ event: "complete" }]],
])("a step with %s has these simpler steps", (_, step, simpler) => {
  expect([...simplerSteps(step)]).toStrictEqual(simpler);
});

function messages(...texts: readonly string[]): readonly Step[] {
  return texts.map((message) => ({ event: "complete", members: { message } }));
}

test("each character of a text is tried in texts of up to 30", () => {
  const triedFor = (length: number) => [
    ...simplerSteps({ event: "complete", members: { message: "x".repeat(length) } }),
  ];
  expect(triedFor(30)).toHaveLength(2 + 2 * 4 + 30);
  expect(triedFor(31)).toHaveLength(2 + 4);
});
