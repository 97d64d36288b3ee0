import assert from "node:assert/strict";
import { once } from "node:events";
import { type Answer, built, CANDIDATES, type Candidate, STUDIES, type StudyName } from "./candidates.js";
import { measurePaired } from "./paired.js";
import type { Pair } from "./processes.js";
import type { Sample } from "./samples.js";

/** Measures one candidate and its baseline. `processes.ts` runs this file in a process and sends it the samples. */

const received = once(process, "message");
const [study, candidateName, rounds] = process.argv.slice(2) as [StudyName, string, string];
const { baseline } = STUDIES[study];
const candidates: Record<string, () => Promise<Candidate>> = CANDIDATES[study];
const candidate = await candidates[candidateName]!();

async function assertSameAnswers(samples: readonly Sample[]): Promise<void> {
  const { parseJobRequest } = (await built("index.js")) as typeof import("ess-request-machine");
  for (const sample of samples) {
    assert.equal(parseJobRequest(JSON.parse(sample.row)).issues, undefined);
    const [expected, found] = [baseline, candidate].map((side) => {
      const { subjects, inputs } = side.load([sample]);
      return { subject: subjects[0], answer: side.call(subjects[0], inputs[0]) };
    });
    candidate.check(found!.answer, found!.subject, expected!.answer as Answer);
  }
}

const [samples] = (await received) as [readonly Sample[]];
await assertSameAnswers(samples);
const [first, second] = measurePaired([baseline, candidate], samples, Number(rounds));
process.send?.({ baseline: first!, candidate: second! } satisfies Pair);
