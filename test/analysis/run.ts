import assert from "node:assert/strict";
import { auditHistory, type HistoryEntry } from "ess-request-machine/analysis";
import { BOUNDS, exploreWithin } from "../model-check/bounds.js";
import { randomFrom } from "../support/random.js";
import { isPossible } from "./concrete.js";
import { changed, diceOf, recordedHistory } from "./histories.js";
import { isConsistent, isConsistentWhenTheLogBeginsLate, isInconsistentWhenChanged, onOneOf } from "./laws.js";
import { logOf } from "./log.js";

/** `npm run check:analysis`: the long proofs of the audit, and how long it takes for a large log. */

function timed(title: string, check: () => string): void {
  const began = performance.now();
  const result = check();
  console.log(`${title}: ${result}; ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

for (const bounds of Object.values(BOUNDS)) {
  timed(`Histories of the model check, ${bounds.title}`, () => {
    const laws = {
      "histories are consistent": onOneOf(29, isConsistent),
      "histories are consistent when the log begins late": onOneOf(997, isConsistentWhenTheLogBeginsLate),
      "changed histories are inconsistent": onOneOf(199, isInconsistentWhenChanged),
    };
    return `${exploreWithin(bounds, laws).edges} steps, one of 29 audited`;
  });
}

timed("Short histories, changed in one entry", () => {
  const consistent = { true: 0, false: 0 };
  for (let seed = 1000; seed < 1020; seed += 1) {
    const dice = diceOf(randomFrom(seed));
    const history = recordedHistory(dice, 1 + (seed % 4));
    assert.equal(auditHistory(history).consistent, true, `seed ${seed}`);
    const other = changed(dice, history);
    const audit = auditHistory(other);
    assert.equal(audit.consistent, isPossible(other), `seed ${seed}, changed`);
    consistent[`${audit.consistent}`] += 1;
  }
  return `${consistent.true} still consistent, ${consistent.false} not, and brute force agrees`;
});

for (const kind of ["whole", "late"] as const) {
  const histories: (readonly HistoryEntry[])[] = [];
  for (let entries = 0; entries < 40_000; entries += histories.at(-1)?.length ?? 0)
    histories.push(logOf(kind, histories.length + 1));
  timed(`A log of ${histories.length} requests, ${kind}`, () => {
    for (const history of histories) assert.equal(auditHistory(history).consistent, true);
    return `${histories.flat().length} entries are consistent`;
  });
}
