import assert from "node:assert/strict";
import type { ExecutionStatusInput, JobRequest, LifecycleEvent } from "ess-request-machine";
import { callbacksFor } from "./callback-mix.js";
import { eventsFor } from "./event-mix.js";
import { switchLifecycleEvent } from "./hand-written-events.js";
import { switchExecutionStatus } from "./hand-written-switch.js";
import type { Side } from "./paired.js";
import { type Case, read, type Written } from "./written.js";

/** What is compared with what. Every peer must first give what the floor gives, on every pair that is measured. */

// What is measured is what users run: the built package, not its sources.
export const built = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);

export interface Peer extends Side {
  /** Fails unless the peer's answer is the floor's, as far as the peer answers. */
  check(answer: unknown, subject: unknown, expected: Answer): void;
}

export interface Study {
  readonly floor: Side;
  readonly writtenFor: (name: Case, count: number, seed: number) => Written[];
}

export interface Answer {
  readonly kind: string;
  readonly request: JobRequest;
}

const CALLS = { calls: 1024, passes: 4 };

/** A function from a record and what comes for it: the floors and the table. */
export function pureSide<Input>(apply: (request: JobRequest, input: Input) => Answer): Side {
  return {
    ...CALLS,
    load: (written) => split(written.map((pair) => read<Input>(pair))),
    call: apply as Side["call"],
  };
}

export const split = <Subject, Input>(pairs: readonly (readonly [Subject, Input])[]) => ({
  subjects: pairs.map(([subject]) => subject),
  inputs: pairs.map(([, input]) => input),
});

const table = <Input>(apply: (request: JobRequest, input: Input) => Answer): Peer => ({
  ...pureSide(apply),
  check(answer, subject, expected) {
    assert.deepStrictEqual(answer, expected);
    const accepted = expected.kind === "transitioned" || expected.kind === "recorded";
    assert.equal((answer as Answer).request === subject, !accepted);
  },
});

/** Reads no JSON itself: its subject is the text of a body, or what JSON.parse made of it. */
const bodySide = (call: (body: never) => unknown, subjectOf: (body: string) => unknown): Side => ({
  ...CALLS,
  load: (written) => split(written.map(({ body }) => [subjectOf(body), undefined])),
  call: call as Side["call"],
});

export const STUDIES = {
  callbacks: { floor: pureSide<ExecutionStatusInput>(switchExecutionStatus), writtenFor: callbacksFor },
  events: { floor: pureSide<LifecycleEvent>(switchLifecycleEvent), writtenFor: eventsFor },
  bodies: { floor: bodySide(JSON.parse, (body) => body), writtenFor: callbacksFor },
} satisfies Record<string, Study>;
export type StudyName = keyof typeof STUDIES;

const parsedBody = (call: (body: unknown) => unknown, resultOf: (answer: never) => unknown): Peer => ({
  ...bodySide(call, JSON.parse),
  check: (answer, subject) => assert.deepStrictEqual(resultOf(answer as never), subject),
});

/** Each is imported only where it is measured: what another one's import does to the engine is no business of it. */
export const PEERS = {
  callbacks: {
    table: async () => table<ExecutionStatusInput>((await built("index.js")).applyExecutionStatus),
    "XState, from a record": async () => (await import("./peers/xstate.js")).fromRecord(),
    "XState, from a snapshot": async () => (await import("./peers/xstate.js")).stepAlone(),
    "XState, a live actor": async () => (await import("./peers/xstate.js")).liveActor(),
    robot3: async () => (await import("./peers/robot3.js")).robot3,
    "typescript-fsm": async () => (await import("./peers/typescript-fsm.js")).typescriptFsm,
  },
  events: {
    table: async () => table<LifecycleEvent>((await built("index.js")).applyLifecycleEvent),
  },
  bodies: {
    parseExecutionStatus: async () =>
      parsedBody((await built("index.js")).parseExecutionStatus, ({ value }: { value: unknown }) => value),
    valibot: async () =>
      parsedBody((await import("./peers/valibot.js")).parse, ({ output }: { output: unknown }) => output),
  },
} satisfies Record<StudyName, Record<string, () => Promise<Peer>>>;
