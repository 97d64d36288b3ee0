import type { Step } from "./steps.js";

/** How a request begins, and what is done to it. */
export interface Life {
  readonly created: { readonly retries: number; readonly validated: boolean };
  readonly steps: readonly Step[];
}

const PAUSES = 17;

/** One execution more than a record remembers, and what may come of those: too long a way to be found step by step. */
export const LONG_LIFE: Life = {
  created: { retries: 0, validated: true },
  steps: [
    { event: "dispatch" },
    { event: "start", whose: "new" },
    ...Array.from({ length: PAUSES }, (): Step[] => [
      { callback: "PAUSE", whose: "latest" },
      { event: "resume", whose: "new" },
    ]).flat(),
    { callback: "SUCCESS", whose: "oldest" },
    { callback: "SUCCESS", whose: "forgotten" },
    { callback: "PAUSE", whose: "latest" },
    { event: "resume", whose: "oldest" },
    { event: "resume", whose: "new" },
    { callback: "SUCCESS", whose: "latest" },
  ],
};
