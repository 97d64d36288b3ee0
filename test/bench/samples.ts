import type { JobRequest, RequestState } from "ess-request-machine";

/** Seeded pseudo-random records, each with an input. They are written as JSON and read back, as on a server. */

/** Realistic traffic, or inputs that all have the same kind of outcome. */
export const CASES = ["mix", "transitioned", "recorded", "ignored", "rejected"] as const;
export type Case = (typeof CASES)[number];

/** A stored record, and the body of a callback or event. */
export interface Sample {
  readonly row: string;
  readonly body: string;
}

export type Drawn<Input> = readonly [JobRequest, Input];

export const write = ([request, input]: Drawn<unknown>): Sample => ({
  row: JSON.stringify(request),
  body: JSON.stringify(input),
});

/** Parses separately, so that the record and the input share no string objects on the heap. */
export const read = <Input>({ row, body }: Sample): Drawn<Input> => [copied(JSON.parse(row)), JSON.parse(body)];

/**
 * The fields in the order of the library give the records the same hidden class. The library's own copy is not used: the
 * engine would learn from these long-lived records to allocate all its records in the old generation.
 */
const copied = (request: JobRequest): JobRequest => ({
  schemaVersion: request.schemaVersion,
  requestId: request.requestId,
  state: request.state,
  requestHandle: request.requestHandle,
  earlierHandles: request.earlierHandles,
  reportedStatus: request.reportedStatus,
  attempt: request.attempt,
  retries: request.retries,
  retriedCount: request.retriedCount,
  message: request.message,
  update: request.update,
  pausedState: request.pausedState,
  executableState: request.executableState,
  errorType: request.errorType,
  timedOut: request.timedOut,
  cancelSeenAt: request.cancelSeenAt,
});

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

export const TEXTS = [
  "38 of 100 files",
  "step 3: loading",
  "ORA-01555: snapshot too old",
  "Two rows were skipped – see the log",
];

/** What differs in the record of a request that was never started. */
export const NEVER_STARTED = {
  requestHandle: null,
  earlierHandles: [],
  attempt: 0,
  timedOut: false,
  update: null,
} as const;

const HEX = [..."0123456789ABCDEF"];

/** Generators shared by both mixes. */
export function drawers(random: () => number) {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const handle = () => Array.from({ length: 32 + Math.floor(random() * 9) }, () => pick(HEX)).join("");
  const earlier = () => Array.from({ length: pick([0, 0, 0, 0, 0, 1, 1, 2]) }, handle);
  const time = () => 1.7e12 + Math.floor(random() * 1e10);

  /** Returns the record of a request after the start of its first execution. */
  const record = (state: RequestState, earlierHandles = earlier()): JobRequest => {
    const retries = pick([0, 0, 2, 3]);
    return {
      ...{ schemaVersion: 1, requestId: String(1e9 + Math.floor(random() * 1e9)), state },
      ...{ requestHandle: handle(), earlierHandles, reportedStatus: null, attempt: earlierHandles.length + 1 },
      ...{ retries, retriedCount: pick([0, retries]), message: null, update: pick([null, ...TEXTS]) },
      ...{ pausedState: null, executableState: null, errorType: null, timedOut: random() < 0.05 },
      cancelSeenAt: state === "CANCELLING" ? time() : null,
    };
  };
  return { random, pick, handle, time, record };
}

/** Repeats each item as often as its weight. */
export const repeated = <Item extends string>(weights: { readonly [I in Item]?: number }): Item[] =>
  Object.entries<number>(weights as Record<string, number>).flatMap(([item, weight]) =>
    Array<Item>(weight).fill(item as Item),
  );

/** Generates samples until there are enough for the case. */
export function samplesFor<Input>(
  name: Case,
  count: number,
  drawOne: () => Drawn<Input>,
  answer: (request: JobRequest, input: Input) => { readonly kind: string },
): Sample[] {
  const samples: Sample[] = [];
  while (samples.length < count) {
    const pair = write(drawOne());
    if (name === "mix" || answer(...read<Input>(pair)).kind === name) samples.push(pair);
  }
  return samples;
}
