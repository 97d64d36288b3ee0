import { createRequest } from "../index.js";
import { Coverage } from "./coverage.js";
import { DEPTH_SCENARIOS } from "./depth-scenarios.js";
import { exploreScenarios } from "./exploration.js";
import { LEFTOVER_SCENARIOS } from "./leftover-scenarios.js";
import { applyStep, FOREIGN_HANDLE, modelStateOf } from "./model.js";
import type { Scenario } from "./scenario.js";
import type { Selection } from "./selection.js";
import { TIME_SCENARIOS } from "./time-scenarios.js";
import { valueScenarios } from "./value-scenarios.js";

/** The systematic part of a run: the same for every seed. */
export interface Systematic {
  /** The short ones first. */
  readonly scenarios: readonly Scenario[];
  /** Everything that they cover: "full" coverage is this. */
  readonly reachable: Coverage;
}

const enumerated = new Map<string, Systematic>();

/** Works the systematic part out once for each selection and length of texts. */
export function systematicPart(selection: Selection, maxTextLength: number): Systematic {
  const key = `${maxTextLength} ${selection.key}`;
  const systematic = enumerated.get(key) ?? enumerate(selection, maxTextLength);
  enumerated.set(key, systematic);
  return systematic;
}

function enumerate(selection: Selection, maxTextLength: number): Systematic {
  const written = [...DEPTH_SCENARIOS, ...LEFTOVER_SCENARIOS, ...TIME_SCENARIOS, ...valueScenarios(maxTextLength)];
  const reachable = new Coverage();
  const scenarios = [...exploreScenarios(selection), ...written].filter((scenario) => {
    const counted = cover(scenario, selection, reachable);
    return counted > 0;
  });
  return { scenarios, reachable };
}

/** Returns how many steps count. */
function cover({ created, steps }: Scenario, selection: Selection, coverage: Coverage): number {
  let state = modelStateOf(createRequest({ ...created, requestId: 1 }), FOREIGN_HANDLE);
  let counted = 0;
  for (const step of steps) {
    const result = applyStep(state, step);
    if (result === undefined || !selection.sends(state, step, result)) continue;
    if (selection.counts(state, step, result)) {
      coverage.addStep(state, step, result);
      counted += 1;
    }
    state = result.next;
  }
  return counted;
}
