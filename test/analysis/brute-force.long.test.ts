import { auditHistory } from "ess-request-machine/analysis";
import { expect, test } from "vitest";
import { randomFrom } from "../support/random.js";
import { changed, diceOf, recordedHistory } from "./histories.js";
import { doesBruteForceAgree } from "./laws.js";

/** `npm run check:analysis` compares more histories. */

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);
const shown = (history: readonly object[]): string => history.map((entry) => JSON.stringify(entry)).join("\n");

test.each(SEEDS)(
  "a recorded history is consistent; changed in one entry, it is if brute force finds a request for it: seed %i",
  (seed) => {
    const dice = diceOf(randomFrom(seed));
    const history = recordedHistory(dice, 1 + (seed % 4));
    expect(auditHistory(history).consistent, shown(history)).toBe(true);
    const other = changed(dice, history);
    expect(doesBruteForceAgree(other), shown(other)).toBe(true);
  },
);
