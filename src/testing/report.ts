import { count as counted } from "../input/messages.js";
import { COVERED, Coverage, type Covered } from "./coverage.js";
import { ANSWERS, type Comparison, FIELDS } from "./differences.js";
import { explore } from "./explore.js";
import type { Situation, Step, Taken } from "./steps.js";

/** Of everything that can be reached: what was met, and what never was. */
export interface Met {
  /** Names of what was. */
  readonly met: readonly string[];
  /** Names of what never was. */
  readonly missed: readonly string[];
}

/** What a run of the suite covered and compared. */
export interface ConformanceReport {
  /** What the random lives were drawn from. */
  readonly seed: number;
  /** How many requests were led through a life, those of a story's shortening apart. */
  readonly requests: number;
  /** How many callbacks and events were sent. */
  readonly steps: number;
  /** Steps that the adapter had no way to send. */
  readonly notSent: number;
  /** Most executions that one request had. */
  readonly executions: number;
  /** States of a request, by name. */
  readonly states: Met;
  /** Each as `RUNNING: SUCCESS → COMPLETED`: in which state, what came, what it led to. */
  readonly cells: Met;
  /** Reasons of what was ignored or rejected, by name. */
  readonly reasons: Met;
  /** Effects, by name. */
  readonly effects: Met;
  /** How often each part of an answer and each field of a record was compared; 0 for what the adapter never showed. */
  readonly compared: Readonly<Record<string, number>>;
}

/** Counts while a run goes on. */
export class Tally {
  readonly #met = new Coverage();
  readonly #compared = new Map<string, number>([...ANSWERS, ...FIELDS].map((name) => [name, 0]));
  #requests = 0;
  #steps = 0;
  #notSent = 0;
  #executions = 0;

  begin({ request }: Situation): void {
    this.#requests += 1;
    this.#met.begin(request);
  }

  meet(situation: Situation, step: Step, taken: Taken): void {
    this.#steps += 1;
    this.#executions = Math.max(this.#executions, taken.next.handles.length);
    this.#met.meet(situation, step, taken);
  }

  leaveOut(): void {
    this.#notSent += 1;
  }

  /** Notes what was compared, and gives back the differences. */
  compare({ compared, differences }: Comparison): readonly string[] {
    for (const name of compared) this.#compared.set(name, (this.#compared.get(name) ?? 0) + 1);
    return differences;
  }

  report(seed: number): ConformanceReport {
    const { reachable } = explore();
    const metOf = (covered: Covered): Met => {
      const isMet = (name: string) => this.#met[covered].has(name);
      const names = [...reachable[covered]];
      return { met: names.filter(isMet), missed: names.filter((name) => !isMet(name)) };
    };
    return {
      seed,
      requests: this.#requests,
      steps: this.#steps,
      notSent: this.#notSent,
      executions: this.#executions,
      states: metOf("states"),
      cells: metOf("cells"),
      reasons: metOf("reasons"),
      effects: metOf("effects"),
      compared: Object.fromEntries(this.#compared),
    };
  }
}

export const isFull = (report: ConformanceReport): boolean =>
  COVERED.every((covered) => report[covered].missed.length === 0);

const MISSED_TOLD = 10;

/** The report as text, in lines. The same run gives the same text: no time is in it. */
export function formatReport(report: ConformanceReport): string {
  const { seed, requests, steps, executions, notSent, compared } = report;
  const hidden = Object.keys(compared).filter((name) => compared[name] === 0);
  return [
    `${counted(requests, "request")}, ${counted(steps, "step")}, up to ${counted(executions, "execution")} of one request; seed ${seed}`,
    ...COVERED.flatMap((covered) => metLines(covered, report[covered])),
    `compared: ${comparedText(compared)}`,
    ...(hidden.length === 0 ? [] : [`never shown: ${hidden.join(", ")}`]),
    ...(notSent === 0 ? [] : [`not sent: ${counted(notSent, "step")}`]),
  ].join("\n");
}

function metLines(covered: Covered, { met, missed }: Met): string[] {
  const more = missed.length > MISSED_TOLD ? [`  and ${missed.length - MISSED_TOLD} more`] : [];
  const told = missed.slice(0, MISSED_TOLD).map((name) => `  never met: ${name}`);
  return [`${covered}: ${met.length} of ${met.length + missed.length}`, ...told, ...more];
}

/** What was compared equally often is told together. */
function comparedText(compared: ConformanceReport["compared"]): string {
  const often = [...new Set(Object.values(compared))].filter((times) => times > 0);
  const namesOf = (times: number) => Object.keys(compared).filter((name) => compared[name] === times);
  return often.map((times) => `${namesOf(times).join(", ")} ${counted(times, "time")}`).join("; ") || "nothing";
}
