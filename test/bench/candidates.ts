import assert from "node:assert/strict";
import type { ExecutionStatusInput, JobRequest, LifecycleEvent } from "ess-request-machine";
import { callbacksFor, wellFormedFor } from "./callback-mix.js";
import { eventsFor } from "./event-mix.js";
import { switchLifecycleEvent } from "./hand-written-events.js";
import { switchExecutionStatus } from "./hand-written-switch.js";
import type { Side } from "./paired.js";
import { type Case, read, type Sample } from "./samples.js";

/** The studies. Each has a baseline, and candidates that must give the same answers on every measured sample. */

/** Measures what users run: the built package, not its sources. */
export const built = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);

export interface Candidate extends Side {
  /** Throws unless the candidate's answer equals the baseline's. Compares only what the candidate returns. */
  check(answer: unknown, subject: unknown, expected: Answer): void;
}

interface Study {
  readonly baseline: Side;
  readonly samplesFor: (name: Case, count: number, seed: number) => Sample[];
}

export interface Answer {
  readonly kind: string;
  readonly request: JobRequest;
}

const CALLS = { calls: 1024, passes: 4 };

/** Candidates of the form (record, input) => outcome. */
export function pureSide<Input>(apply: (request: JobRequest, input: Input) => unknown): Side {
  return {
    ...CALLS,
    load: (samples) => split(samples.map((sample) => read<Input>(sample))),
    call: apply as Side["call"],
  };
}

export const split = <Subject, Input>(pairs: readonly (readonly [Subject, Input])[]) => ({
  subjects: pairs.map(([subject]) => subject),
  inputs: pairs.map(([, input]) => input),
});

/** An input without effect must return the same record object. */
export function assertSameRecord(found: JobRequest, subject: unknown, { kind, request }: Answer): void {
  assert.deepStrictEqual(found, request);
  assert.equal(found === subject, kind === "ignored" || kind === "rejected");
}

const library = <Input>(apply: (request: JobRequest, input: Input) => Answer): Candidate => ({
  ...pureSide(apply),
  check(answer, subject, expected) {
    assert.deepStrictEqual(answer, expected);
    assertSameRecord((answer as Answer).request, subject, expected);
  },
});

/** The baseline of a parser is JSON.parse of the same text. */
const jsonSide = (textOf: (sample: Sample) => string): Side => ({
  ...CALLS,
  load: (samples) => split(samples.map((sample) => [textOf(sample), undefined])),
  call: JSON.parse as Side["call"],
});

/** The subjects are well formed, so that a parser returns an equal value. */
const parser = (
  textOf: (sample: Sample) => string,
  parse: (value: unknown) => { readonly value: unknown },
): Candidate => ({
  ...CALLS,
  load: (samples) => split(samples.map((sample) => [JSON.parse(textOf(sample)), undefined])),
  call: parse as Side["call"],
  check: (answer, subject) => assert.deepStrictEqual((answer as { readonly value: unknown }).value, subject),
});

const bodyOf = ({ body }: Sample): string => body;
const rowOf = ({ row }: Sample): string => row;

export const STUDIES = {
  callbacks: { baseline: pureSide<ExecutionStatusInput>(switchExecutionStatus), samplesFor: callbacksFor },
  /** The peers cannot take a callback without a status. */
  peers: { baseline: pureSide<ExecutionStatusInput>(switchExecutionStatus), samplesFor: wellFormedFor },
  events: { baseline: pureSide<LifecycleEvent>(switchLifecycleEvent), samplesFor: eventsFor },
  bodies: { baseline: jsonSide(bodyOf), samplesFor: wellFormedFor },
  rows: { baseline: jsonSide(rowOf), samplesFor: callbacksFor },
} satisfies Record<string, Study>;
export type StudyName = keyof typeof STUDIES;

/** Candidates are imported only where they are measured: an import can change how the engine optimises the others. */
export const CANDIDATES = {
  callbacks: {
    applyExecutionStatus: async () => library<ExecutionStatusInput>((await built("index.js")).applyExecutionStatus),
  },
  peers: {
    "XState, from a record": async () => (await import("./peers/xstate.js")).fromRecord(),
    "XState, a running actor": async () => (await import("./peers/xstate.js")).runningActor(),
    robot3: async () => (await import("./peers/robot3.js")).robot3,
  },
  events: {
    applyLifecycleEvent: async () => library<LifecycleEvent>((await built("index.js")).applyLifecycleEvent),
  },
  bodies: {
    parseExecutionStatus: async () => parser(bodyOf, (await built("index.js")).parseExecutionStatus),
  },
  rows: {
    parseJobRequest: async () => parser(rowOf, (await built("index.js")).parseJobRequest),
  },
} satisfies Record<StudyName, Record<string, () => Promise<Candidate>>>;
