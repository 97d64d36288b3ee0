import fc from "fast-check";
import {
  createRequest,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type LifecycleEventName,
} from "../index.js";
import {
  type Choices,
  type Draw,
  draw,
  type Ends,
  oneIn,
  STEPS_BY_NAME,
  type StepsByName,
  stepFrom,
} from "./draw-step.js";
import { applyStep, FOREIGN_HANDLE, type ModelState, modelStateOf, type StepResult } from "./model.js";
import type { Scenario } from "./scenario.js";
import { Selection } from "./selection.js";
import type { Input, Step } from "./steps.js";

/** fast-check arbitraries: callbacks and events for a record, and whole scenarios. */

const EVERYTHING = new Selection();

const inputFrom = (request: JobRequest, drawn: Draw, named: StepsByName): Input => {
  const state = modelStateOf(request, FOREIGN_HANDLE);
  return applyStep(state, stepFrom(state, drawn, { named, selection: EVERYTHING })!)!.input;
};

/**
 * Draws a callback for this record. Three of four are accepted, where the state accepts any; the others have any status
 * and any handle: late, duplicate, out of order, foreign or malformed.
 *
 * @param request a well-formed record
 */
export const callbackFor = (request: JobRequest): fc.Arbitrary<ExecutionStatusInput> =>
  draw.map((drawn) => inputFrom(request, drawn, STEPS_BY_NAME.callbacks).callback!);

/**
 * Draws a lifecycle event for this record, weighted like {@link callbackFor}.
 *
 * @param request a well-formed record
 * @param name the event's name. Default: any
 */
export function lifecycleEventFor(request: JobRequest, name?: LifecycleEventName): fc.Arbitrary<LifecycleEvent> {
  const { events } = STEPS_BY_NAME;
  const named = name === undefined ? events : new Map([[name, events.get(name)!]]);
  return draw.map((drawn) => inputFrom(request, drawn, named).event!);
}

/**
 * Draws a callback or an event for this record, weighted like {@link callbackFor}.
 *
 * @param request a well-formed record
 */
export const inputFor = (request: JobRequest): fc.Arbitrary<Input> =>
  draw.map((drawn) => inputFrom(request, drawn, STEPS_BY_NAME.all));

/** Of 100 draws. */
const RARE_ENDS: Ends = { alive: 3, ending: 25 };
const SOME_ENDS: Ends = { alive: 12, ending: 50 };

const drawsOf = (minLength: number, maxLength: number) => fc.array(draw, { minLength, maxLength, size: "max" });

/**
 * Draws the inputs of one request, one after another. Most accepted ones keep the request alive, so that retries,
 * resumes and cancellations happen. A few follow after the end.
 *
 * @param request a well-formed record
 * @param maxLength the largest number of inputs. Default: 40
 */
export const inputsFrom = (request: JobRequest, maxLength = 40): fc.Arbitrary<readonly Input[]> =>
  drawsOf(1, maxLength).map((draws) =>
    follow(modelStateOf(request, FOREIGN_HANDLE), draws, { selection: EVERYTHING, ends: SOME_ENDS }).map(
      ({ result }) => result.input,
    ),
  );

export interface ScenarioLimits {
  readonly maxSteps: number;
  readonly maxTextLength: number;
  readonly selection: Selection;
}

const MAX_RETRIES = 12;
const retries = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(MAX_RETRIES) });

/** Draws scenarios: to the end of the request and a little further, or up to the maximum length. */
export const scenarios = ({ maxSteps, maxTextLength, selection }: ScenarioLimits): fc.Arbitrary<Scenario> =>
  fc.record({ retries, unvalidated: oneIn(8), draws: drawsOf(maxSteps, maxSteps) }).map((drawn) => {
    const validated = !drawn.unvalidated || !selection.beginsIn("PENDING_VALIDATION");
    const created = { retries: drawn.retries, validated };
    const state = modelStateOf(createRequest({ ...created, requestId: 1 }), FOREIGN_HANDLE);
    const draws = drawn.draws.map((each) => ({ ...each, text: each.text.slice(0, maxTextLength) }));
    return { created, steps: follow(state, draws, { selection, ends: RARE_ENDS }).map(({ step }) => step) };
  });

const STEPS_AFTER_THE_END = 3;

interface Followed {
  readonly step: Step;
  readonly result: StepResult;
}

function follow(
  from: ModelState,
  draws: readonly Draw[],
  rules: Omit<Choices, "named" | "previous">,
): readonly Followed[] {
  const followed: Followed[] = [];
  let state = from;
  let late = 0;
  for (const drawn of draws) {
    if (isTerminal(state.request.state)) late += 1;
    if (late > STEPS_AFTER_THE_END) break;
    const previous = followed.map(({ step }) => step);
    const step = stepFrom(state, drawn, { ...rules, named: STEPS_BY_NAME.all, previous });
    const result = step && applyStep(state, step);
    if (result === undefined || !rules.selection.sends(state, step!, result)) continue;
    followed.push({ step: step!, result });
    state = result.next;
  }
  return followed;
}
