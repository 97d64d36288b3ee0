import type { Step } from "./steps.js";

/** How a request is created. */
export interface Creation {
  readonly retries: number;
  readonly validated: boolean;
}

/** A request's creation and everything that is sent to it. */
export interface Scenario {
  readonly created: Creation;
  readonly steps: readonly Step[];
}

export const scenarioOf = (steps: readonly Step[], created: Partial<Creation> = {}): Scenario => ({
  created: { retries: 0, validated: true, ...created },
  steps,
});
