import assert from "node:assert/strict";
import { auditHistory, type HistoryEntry } from "ess-request-machine/analysis";
import { BOUNDS, exploreWithin } from "../model-check/bounds.js";
import { randomFrom } from "../support/random.js";
import { changed, diceOf, recordedHistory } from "./histories.js";
import {
  doesBruteForceAgree,
  isConsistent,
  isConsistentWhenTheLogBeginsLate,
  isInconsistentWhenChanged,
  onOneOf,
} from "./laws.js";
import { LOG_KINDS, type LogKind, logOf, withWrongState } from "./log.js";

/**
 * `npm run check:analysis`: the long proofs of the audit, and how long it takes for large logs. `-- --small` audits one of
 * 13 histories, and smaller logs.
 */

const isSmall = process.argv.includes("--small");
const AUDITED = isSmall ? 13 : 1;
const ENTRIES = isSmall ? 20_000 : 200_000;

/** In seconds of CPU time, so that a busy machine makes little difference. */
function timed(title: string, check: () => string): number {
  const before = process.cpuUsage();
  const result = check();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  console.log(`${title}: ${result}; ${seconds.toFixed(1)} s`);
  return seconds;
}

for (const bounds of Object.values(BOUNDS)) {
  timed(`Histories of the model check, ${bounds.title}`, () => {
    const laws = {
      "histories are consistent": onOneOf(AUDITED, isConsistent),
      "histories are consistent when the log begins late": onOneOf(29, isConsistentWhenTheLogBeginsLate),
      "changed histories are inconsistent": onOneOf(29, isInconsistentWhenChanged),
    };
    const audited = AUDITED === 1 ? "all audited" : `one of ${AUDITED} audited`;
    return `${exploreWithin(bounds, laws).edges}, ${audited}, and one of 29 changed and from a late begin`;
  });
}

timed("Short histories, changed in one entry", () => {
  const consistent = { true: 0, false: 0 };
  for (let seed = 1000; seed < 1020; seed += 1) {
    const dice = diceOf(randomFrom(seed));
    const history = recordedHistory(dice, 1 + (seed % 4));
    assert.equal(auditHistory(history).consistent, true, `seed ${seed}`);
    const other = changed(dice, history);
    assert.ok(doesBruteForceAgree(other), `seed ${seed}, changed`);
    consistent[`${auditHistory(other).consistent}`] += 1;
  }
  return `${consistent.true} still consistent, ${consistent.false} not, and brute force agrees`;
});

function logsOf(kind: LogKind, count: number): readonly (readonly HistoryEntry[])[] {
  const logs: (readonly HistoryEntry[])[] = [];
  for (let entries = 0; entries < count; entries += logs.at(-1)?.length ?? 0) logs.push(logOf(kind, logs.length + 1));
  return logs;
}

const seconds = LOG_KINDS.map((kind) => {
  const logs = logsOf(kind, ENTRIES);
  return timed(`Logs of ${logs.length} requests, ${kind}`, () => {
    for (const log of logs) assert.equal(auditHistory(log).consistent, true);
    return `${logs.flat().length} entries are consistent`;
  });
});
// Callbacks without any answer take about 5 times as long as a whole log.
assert.ok(Math.max(...seconds) < 10 * Math.min(...seconds), "A log of which little is known takes too long.");

// Callbacks without any answer allow every state.
for (const kind of ["whole", "late"] as const) {
  let longest = 0;
  timed(`Logs with a wrong state, ${kind}`, () => {
    let entries = 0;
    for (const log of logsOf(kind, ENTRIES / 10)) {
      const audit = auditHistory(withWrongState(log));
      assert.ok(!audit.consistent);
      const before = process.cpuUsage();
      entries += audit.conflict.length;
      longest = Math.max(longest, process.cpuUsage(before).user / 1_000_000);
    }
    return `${entries} entries in conflict, the longest search took ${longest.toFixed(2)} s`;
  });
}
