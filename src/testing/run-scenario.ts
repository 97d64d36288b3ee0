import { createRequest } from "../index.js";
import type { ConformanceAdapter, ConformanceAnswer, PartialJobRequest, Submission } from "./adapter.js";
import { type Comparison, changedFields, compareAnswer, compareRecord, copyRecord } from "./comparison.js";
import { counterexampleText, type SentStep } from "./counterexample.js";
import { applyStep, type ModelState, modelStateOf, type StepResult } from "./model.js";
import type { Scenario } from "./scenario.js";
import type { Selection } from "./selection.js";
import { RUN } from "./step-builders.js";
import { textsOf } from "./steps.js";
import type { Tally } from "./tally.js";
import { TimeLimitError, withTimeLimit } from "./time-limit.js";

/** The context that all scenarios of a run share. */
export interface RunContext<Key> {
  readonly adapter: ConformanceAdapter<Key>;
  readonly selection: Selection;
  /** Milliseconds for each call of the adapter. */
  readonly timeLimit: number;
  /** Set if another request could not be started: it is not tried again. */
  startsAlone?: boolean;
}

/** The ids of a scenario's request, and of another one that runs beside it. No other request of the run has them. */
export interface RequestIds {
  readonly own: string;
  readonly foreign: string;
}

/** A scenario in which the implementation differs from the model. */
export interface Failure {
  /** The scenario up to where they differ. */
  readonly scenario: Scenario;
  readonly requestId: string;
  readonly differences: readonly string[];
  readonly text: string;
  /** Whether the adapter did not answer in time. */
  readonly isHanging: boolean;
  /** The value that the adapter threw, if it did. */
  readonly cause?: unknown;
}

/** Runs one scenario with the implementation and with the model, until they differ. */
export async function runScenario<Key>(
  context: RunContext<Key>,
  scenario: Scenario,
  ids: RequestIds,
  tally: Tally,
): Promise<Failure | undefined> {
  const run = new ScenarioRun(context, scenario, ids, tally);
  const failure = await run.failure();
  return (await run.cleanUp()) ?? failure;
}

class ScenarioRun<Key> {
  readonly #sent: SentStep[] = [];
  readonly #keys: Key[] = [];
  readonly #texts: string[] = [];
  #foreign: { readonly key: Key; readonly handle: string; readonly record: PartialJobRequest } | undefined;

  constructor(
    readonly context: RunContext<Key>,
    readonly scenario: Scenario,
    readonly ids: RequestIds,
    readonly tally: Tally,
  ) {}

  failure(): Promise<Failure | undefined> {
    return this.#guarded("", () => this.#run());
  }

  /** Returns a failure only if the hook itself fails. */
  cleanUp(): Promise<Failure | undefined> {
    return this.#guarded(" in cleanUp", async () => {
      for (const key of this.#keys) await this.#call((adapter) => adapter.cleanUp?.(key));
      return [];
    });
  }

  async #guarded(where: string, run: () => Promise<readonly string[]>): Promise<Failure | undefined> {
    try {
      const differences = await run();
      return differences.length === 0 ? undefined : this.#failed(differences);
    } catch (cause) {
      if (cause instanceof TimeLimitError) {
        return this.#failed([`The adapter did not answer within ${this.context.timeLimit} ms${where}.`], true);
      }
      // The message could quote a handle, and so could a name that was assigned to the error.
      const thrown = cause instanceof Error ? cause.constructor.name : "a value that is not an error";
      return { ...this.#failed([`The adapter threw ${thrown}${where}; it is this error's cause.`]), cause };
    }
  }

  #failed(differences: readonly string[], isHanging = false): Failure {
    const steps = this.#sent.map(({ step }) => step);
    const { created } = this.scenario;
    const requestId = this.ids.own;
    const text = counterexampleText(created, requestId, this.#sent, differences);
    return { scenario: { created, steps }, requestId, differences, text, isHanging };
  }

  async #run(): Promise<readonly string[]> {
    const { created, steps } = this.scenario;
    this.#foreign = await this.#startForeign();
    const submission = { ...created, requestId: this.ids.own };
    let state = modelStateOf(createRequest(submission), this.#foreign?.handle);
    const key = await this.#create(submission);
    this.tally.addCreation(state);
    let differences = this.#noted(compareRecord(state.request, await this.#read(key), this.#known(state)));
    for (const step of steps) {
      if (differences.length > 0) break;
      const result = applyStep(state, step);
      if (result === undefined || !this.context.selection.sends(state, step, result)) continue;
      const found = await this.#take(key, { before: state, step, result });
      if (found === "unsupported") continue;
      differences = found;
      state = result.next;
    }
    return [...differences, ...(await this.#foreignDifferences())];
  }

  /** Sends a step and compares everything. A step that is unsupported is left out. */
  async #take(key: Key, sent: SentStep): Promise<readonly string[] | "unsupported"> {
    const { before, step, result } = sent;
    this.#sent.push(sent);
    this.#texts.push(...textsOf(step));
    const answer = await this.#send(key, result);
    if (answer === "unsupported") {
      this.#sent.pop();
      this.tally.addUnsupported();
      return answer;
    }
    this.tally.addStep(before, step, result, this.context.selection);
    const known = this.#known(result.next);
    // Compared before the next call: the answer may be an object that the implementation continues to change.
    const differences = this.#noted(compareAnswer(result.outcome, answer, known));
    const record = await this.#read(key);
    return [...differences, ...this.#noted(compareRecord(result.next.request, record, known))];
  }

  #known = (state: ModelState) => ({ state, texts: this.#texts });

  #noted(comparison: Comparison): readonly string[] {
    this.tally.addCompared(comparison.compared);
    return comparison.differences;
  }

  /** Starts another request. It must not change when the first one does. */
  async #startForeign() {
    if (this.context.startsAlone) return undefined;
    const submission = { requestId: this.ids.foreign, retries: 0, validated: true };
    let state = modelStateOf(createRequest(submission), undefined);
    try {
      const key = await this.#create(submission);
      for (const step of RUN) {
        const result = applyStep(state, step)!;
        if ((await this.#send(key, result)) === "unsupported") throw new Error("No request can be started.");
        state = result.next;
      }
      return { key, handle: state.handles[0]!, record: copyRecord(await this.#read(key)) };
    } catch {
      // The fault shows in the request that is tested, too.
      this.context.startsAlone = true;
      return undefined;
    }
  }

  async #foreignDifferences(): Promise<readonly string[]> {
    if (this.#foreign === undefined) return [];
    const fields = changedFields(this.#foreign.record, await this.#read(this.#foreign.key));
    return fields.length === 0 ? [] : [`Another request changed too: ${fields.join(", ")}.`];
  }

  async #create(submission: Submission): Promise<Key> {
    const key = await this.#call((adapter) => adapter.create(submission));
    this.#keys.push(key);
    return key;
  }

  #read = (key: Key) => this.#call((adapter) => adapter.read(key));

  /** Sends a copy: an implementation may keep or change it. */
  async #send(key: Key, { input: { callback, event } }: StepResult): Promise<ConformanceAnswer | "unsupported"> {
    const answer = await this.#call((adapter) =>
      event === undefined
        ? adapter.applyExecutionStatus(key, copyInput(callback))
        : adapter.applyLifecycleEvent(key, copyInput(event)),
    );
    return answer === undefined ? {} : (answer as ConformanceAnswer | "unsupported");
  }

  #call<Value>(call: (adapter: ConformanceAdapter<Key>) => Value | PromiseLike<Value>) {
    return withTimeLimit(() => call(this.context.adapter), this.context.timeLimit);
  }
}

/** Members that are objects are rare, and take long to copy. */
const copyInput = <Members extends object>(input: Members): Members =>
  Object.values(input).some((value) => typeof value === "object") ? structuredClone(input) : { ...input };
