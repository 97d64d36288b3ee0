import assert from "node:assert/strict";
import { type Answer, built, CANDIDATES, type Candidate, STUDIES, type StudyName } from "./candidates.js";
import { measurePaired } from "./paired.js";
import type { Pair } from "./processes.js";
import type { Case, Sample } from "./samples.js";

/** Measures one candidate and its baseline. `processes.ts` runs this file in a separate process. */

const SAMPLE_COUNT = 4096;

const [study, name, candidateName, rounds] = process.argv.slice(2) as [StudyName, Case, string, string];
const { baseline, samplesFor } = STUDIES[study];
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

const samples = samplesFor(name, SAMPLE_COUNT, 1);
await assertSameAnswers(samples);
const [first, second] = measurePaired([baseline, candidate], samples, Number(rounds));
process.send?.({ baseline: first!, candidate: second! } satisfies Pair);
