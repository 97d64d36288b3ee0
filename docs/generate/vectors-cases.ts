import { type JobRequest, OUTCOME_REASONS, type OutcomeReason, type Provenance } from "ess-request-machine";
import { reasonOf } from "./chart-rows.js";
import { transitionFor } from "./vectors-checks.js";
import { destination, type Trial } from "./vectors-kinds.js";
import { DEFAULTS, differing, same } from "./vectors-records.js";
import { bestTrials } from "./vectors-trials.js";
import { type WrittenCase, writtenCases } from "./vectors-written.js";

/** The cases of the test vectors: at least one for every state, input and result, and those that are written. */

type Fields = Partial<JobRequest>;

export type VectorOutcome =
  | { kind: "transitioned"; from: string; to: string; changes: Fields; effects: readonly string[] }
  | { kind: "recorded"; changes: Fields; effects: readonly string[] }
  | { kind: "ignored" | "rejected"; reason: OutcomeReason; httpStatus: number };

export interface Vector {
  readonly id: string;
  readonly record: Fields;
  /** Callbacks or events, at least one. Each of them alone has the outcome. */
  readonly callbacks?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly outcome: VectorOutcome;
  readonly provenance: Provenance;
  readonly source?: string;
  readonly note: string;
}

const only = (record: JobRequest, fields: readonly (keyof JobRequest)[]): Fields =>
  Object.fromEntries(fields.map((field) => [field, record[field]]));

function outcomeIn({ request, outcome }: Trial): VectorOutcome {
  if ("reason" in outcome) {
    const { kind, reason } = outcome;
    return { kind, reason, httpStatus: OUTCOME_REASONS[reason].httpStatus };
  }
  const changed = differing(outcome.request, request).filter((field) => field !== "state");
  const { effects } = outcome;
  const changes = only(outcome.request, changed);
  if (outcome.kind === "recorded") return { kind: "recorded", changes, effects };
  return { kind: "transitioned", from: outcome.from, to: outcome.to, changes, effects };
}

/** The provenance of the transition that applies, or of the reason. */
function foundation({ request, probe, outcome }: Trial): Pick<Vector, "provenance" | "source" | "note"> {
  const transition = transitionFor(request, probe.input);
  const reason = "reason" in outcome ? outcome.reason : undefined;
  const answers = transition && reasonOf(transition) === reason;
  const { provenance, source } = answers || reason === undefined ? transition!.meta : OUTCOME_REASONS[reason];
  const description = answers || reason === undefined ? transition!.description : OUTCOME_REASONS[reason].message;
  const [note = ""] = description.split(/(?<=\.) /);
  return { provenance, ...(source && { source }), note };
}

const inputsOf = (trials: readonly Trial[]): Pick<Vector, "callbacks" | "events"> => {
  const inputs = trials.map(({ probe }) => probe.input);
  const callbacks = inputs.flatMap((input) => ("callback" in input ? [input.callback] : []));
  return callbacks.length > 0
    ? { callbacks }
    : { events: inputs.flatMap((input) => ("event" in input ? [input.event] : [])) };
};

const vectorOf = (trials: readonly [Trial, ...Trial[]]): Omit<Vector, "id"> => {
  const [first] = trials;
  return {
    record: only(first.request, differing(first.request, DEFAULTS)),
    ...inputsOf(trials),
    outcome: outcomeIn(first),
    ...foundation(first),
  };
};

/** The parts that the ids share. Several names become `callback` or `event`. */
function sharedId(ids: readonly string[], [{ probe }]: readonly [Trial, ...Trial[]]): string {
  const parts = ids.map((id) => id.split("/"));
  const [[state = "", name = "", ...rest] = []] = parts;
  const sameName = parts.every((other) => other[1] === name);
  const what = "callback" in probe.input ? "callback" : "event";
  return [
    state,
    sameName ? name : what,
    ...rest.filter((part, i) => parts.every((other) => other[i + 2] === part)),
  ].join("/");
}

/** Inputs with the same outcome on the same record are one case; otherwise hundreds of lines would say the same. */
function grouped(trials: ReadonlyMap<string, Trial>): readonly Vector[] {
  const groups = new Map<string, { ids: string[]; trials: [Trial, ...Trial[]] }>();
  for (const [id, trial] of trials) {
    const { callbacks, events, ...rest } = vectorOf([trial]);
    const kind = JSON.stringify([callbacks === undefined, rest]);
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, { ids: [id], trials: [trial] });
    else if (!group.trials.some(({ probe }) => same(probe.input, trial.probe.input))) {
      group.ids.push(id);
      group.trials.push(trial);
    }
  }
  const shared = [...groups.values()].map(({ ids, trials }) => sharedId(ids, trials));
  return [...groups.values()].map(({ ids, trials }, i) => {
    const id = shared[i] ?? "";
    // Where two groups share the same parts, the words of the first trial distinguish them.
    return { id: shared.indexOf(id) === i ? id : (ids[0] ?? id), ...vectorOf(trials) };
  });
}

/** The id says what the words do not: the state, the name and the outcome. */
function written({ words, trials }: WrittenCase): Vector {
  const [{ request, probe, outcome }] = trials;
  const id = [request.state, probe.name, destination(outcome), words].join("/");
  const other = trials.find((trial) => !same({ ...trial.outcome }, { ...outcome }));
  if (other !== undefined) throw new Error(`The inputs of ${id} have several outcomes.`);
  return { id, ...vectorOf(trials) };
}

export function vectorCases(): readonly Vector[] {
  const cases = [...grouped(bestTrials()), ...writtenCases().map(written)].toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  );
  const twice = cases.find(({ id }, i) => id === cases[i + 1]?.id);
  if (twice !== undefined) throw new Error(`Two cases are called ${twice.id}`);
  return cases;
}
