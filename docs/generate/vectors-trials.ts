import { isTerminal, type JobRequest } from "ess-request-machine";
import { reasonsAgainst } from "./vectors-checks.js";
import { acceptableProbes, invalidProbes, type Probe, validProbes } from "./vectors-inputs.js";
import { idOf, type Trial } from "./vectors-kinds.js";
import { DEFAULTS, differing, outcomeOf, recordsOf } from "./vectors-records.js";

/** Tries every input on every record, and keeps one trial of each kind. */

interface Witness extends Trial {
  readonly weight: number;
}

/**
 * A change is tested best on a record where most fields change and most others are set; a rejection is plainest on the
 * record with the shortest history.
 */
function weightOf({ request, outcome }: Trial): number {
  if ("reason" in outcome) return 0;
  return 100 * differing(outcome.request, request).length + differing(request, DEFAULTS).length;
}

class Witnesses {
  readonly byKind = new Map<string, Witness & { readonly id: string }>();

  /** Keeps the trial with the largest weight of its kind, and the first of equals. */
  offer(kind: string, id: string, trial: Trial): void {
    const weight = weightOf(trial);
    const best = this.byKind.get(kind);
    if (best === undefined || best.weight < weight) this.byKind.set(kind, { ...trial, weight, id });
  }
}

const tried = (request: JobRequest, probe: Probe): Trial => ({
  request,
  probe,
  outcome: outcomeOf(request, probe.input),
});

/** One record for each state with no execution, one and more. Those with an execution come first: more can go wrong. */
function firstRecords(records: readonly JobRequest[]): readonly JobRequest[] {
  const first = new Map<string, JobRequest>();
  for (const record of records) {
    const kind = `${record.state} ${record.requestHandle === null} ${record.earlierHandles.length === 0}`;
    if (!first.has(kind)) first.set(kind, record);
  }
  const all = [...first.values()];
  return [...all.filter(({ attempt }) => attempt > 0), ...all.filter(({ attempt }) => attempt === 0)];
}

/**
 * A missing member is a kind of its own in every state; other invalid values are tried once. A null handle is also
 * tried on a record without a handle: they must not be equal. If another check decides, an invalid value only shows
 * the order.
 */
function invalidKind(id: string, { probe, request }: Trial): string | undefined {
  if (!id.endsWith(probe.words)) return undefined;
  if (probe.words.startsWith("without")) return id;
  const who = "callback" in probe.input ? "callback" : probe.name;
  return `${who} ${probe.words}${probe.words === "requestHandle: null" && request.requestHandle === null}`;
}

/** Two reasons that apply at once: which one decides is a kind for callbacks by state, and for each event. */
function offerPrecedence(witnesses: Witnesses, trial: Trial): void {
  const { request, probe, outcome } = trial;
  if (!("reason" in outcome)) return;
  const [first, ...others] = reasonsAgainst(request, probe.input);
  if (first !== outcome.reason) return;
  for (const other of others) {
    const who = "callback" in probe.input ? isTerminal(request.state) : probe.name;
    witnesses.offer(`${who} ${first} ${other}`, `${request.state}/${probe.name}/${first}/before ${other}`, trial);
  }
}

/** No guard reads texts, so inputs that are never accepted are not tried again on records with texts. */
const hasText = ({ message, update, pausedState }: JobRequest) => (message ?? update ?? pausedState) !== null;

/** By id. */
export function bestTrials(): ReadonlyMap<string, Trial> {
  const records = recordsOf();
  const plain = new Witnesses();
  const precedence = new Witnesses();
  const offer = (trial: Trial, kindOf: (id: string, trial: Trial) => string | undefined = (id) => id): void => {
    const id = idOf(trial);
    const kind = id && kindOf(id, trial);
    if (id !== undefined && kind !== undefined) plain.offer(kind, id, trial);
    offerPrecedence(precedence, trial);
  };
  for (const request of records) {
    const probes = hasText(request) ? acceptableProbes(request) : validProbes(request);
    for (const probe of probes) offer(tried(request, probe));
  }
  for (const request of firstRecords(records)) {
    for (const probe of invalidProbes(request)) offer(tried(request, probe), invalidKind);
  }
  return new Map([...plain.byKind.values(), ...precedence.byKind.values()].map((witness) => [witness.id, witness]));
}
