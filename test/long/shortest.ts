import { explain } from "ess-request-machine";
import { apply, type Library } from "../model-check/model.js";
import type { Step } from "../support/arbitraries.js";
import type { Life } from "./lives.js";
import { sideBySide } from "./side-by-side.js";

/** The life up to where the two come apart, if they do. */
function untilApart({ first, steps }: Life, library: Library): Life | undefined {
  const pair = sideBySide(first, library);
  const apart = steps.findIndex((step) => !pair.agreeOn(step));
  return apart === -1 ? undefined : { first, steps: steps.slice(0, apart + 1) };
}

const without = (steps: readonly Step[], from: number, count: number): readonly Step[] =>
  steps.filter((_, index) => index < from || index >= from + count);

/** Leaves out what can be left out, in ever smaller pieces, while the two still come apart. */
export function shortest(life: Life, library: Library): Life {
  let short = life;
  for (let size = Math.ceil(life.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < short.steps.length; ) {
      const shorter = untilApart({ first: short.first, steps: without(short.steps, from, size) }, library);
      if (shorter === undefined) from += size;
      else short = shorter;
    }
  }
  return short;
}

/** Told by the pure functions; it is the last step on which the machine says something else. No handle is in it. */
export function toldLife({ first, steps }: Life, library: Library): readonly string[] {
  let record = first;
  return steps.map((step, index) => {
    const outcome = apply(library, record, step);
    const told = explain(record, step.event ?? step.callback, outcome);
    record = outcome.request;
    return `${index + 1}. ${told}`;
  });
}
