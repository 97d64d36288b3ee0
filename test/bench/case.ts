import assert from "node:assert/strict";
import type { Pair } from "./children.js";
import { measurePaired } from "./paired.js";
import { type Answer, built, PEERS, type Peer, STUDIES, type StudyName } from "./sides.js";
import type { Case, Written } from "./written.js";

/** One case of one peer beside its floor, in a process of their own: `children.ts` starts it. */

const POPULATION = 4096;

const [study, name, peerName, rounds] = process.argv.slice(2) as [StudyName, Case, string, string];
const { floor, writtenFor } = STUDIES[study];
const peers: Record<string, () => Promise<Peer>> = PEERS[study];
const peer = await peers[peerName]!();

async function assertSameAnswers(written: readonly Written[]): Promise<void> {
  const { parseJobRequest } = (await built("index.js")) as typeof import("ess-request-machine");
  for (const pair of written) {
    assert.equal(parseJobRequest(JSON.parse(pair.row)).issues, undefined);
    const [atFloor, atPeer] = [floor.load([pair]), peer.load([pair])];
    const expected = floor.call(atFloor.subjects[0], atFloor.inputs[0]) as Answer;
    peer.check(peer.call(atPeer.subjects[0], atPeer.inputs[0]), atPeer.subjects[0], expected);
  }
}

const written = writtenFor(name, POPULATION, 1);
await assertSameAnswers(written);
const [atFloor, atPeer] = measurePaired([floor, peer], written, Number(rounds));
process.send?.({ floor: atFloor!, peer: atPeer! } satisfies Pair);
