import { describe, expect, test } from "vitest";
import { type Candidate, submitted } from "../../src/analysis/candidate.js";
import { withoutIncluded } from "../../src/analysis/inclusion.js";
import { type Positions, setOf } from "../../src/analysis/positions.js";

/** Handles: "=1" is known, "?0" is one unknown handle, "?*" any number of unknown ones. The latest is "=0". */

const { positions: both } = submitted();
const [first, second] = both.members.map((position) => setOf([position])) as [Positions, Positions];

const given = (known: Partial<Candidate>): Candidate => ({
  ...submitted(),
  requestHandle: "=0",
  ...known,
});
const earlier = (...earlierHandles: readonly string[]) => ({ earlierHandles });

test.each<[string, Partial<Candidate>, Partial<Candidate>]>([
  ["none", earlier("?*"), earlier()],
  ["known ones", earlier("?*"), earlier("=1", "=2")],
  ["any number and known ones", earlier("?*"), earlier("=1", "?*", "=2")],
  ["known ones in an unknown order", earlier("?*", "=1"), earlier("=2", "=1")],
  ["the first, then known ones", earlier("=1", "?*"), earlier("=1", "=2")],
  ["one unknown, then known ones", earlier("?0", "?*"), earlier("?0", "=1")],
  ["one that was used before", { past: ["=1"] }, { past: ["=1", "=2"] }],
  ["one that the record keeps", { ...earlier("?*"), past: ["=1"] }, earlier("=1")],
  ["fewer retries", { retriedCount: 1 }, { retriedCount: 2 }],
  ["a number of retries", { retriedCount: 1 }, { retriedCount: 1, moreRetries: false }],
  ["one that is not the unknown one", earlier("?0"), { ...earlier("?0"), excluded: { "?0": ["=1"] } }],
  [
    "more that are not the unknown one",
    { ...earlier("?0"), excluded: { "?0": ["=1"] } },
    { ...earlier("?0"), excluded: { "?0": ["=2", "=1"] } },
  ],
  [
    "the latest, which is not the unknown one",
    { ...earlier("?0"), excluded: { "?0": ["=0"] } },
    { ...earlier("?0"), past: ["=3"] },
  ],
  [
    "used before, so not the unknown one",
    { ...earlier("?0"), excluded: { "?0": ["=1"] } },
    { ...earlier("?0"), past: ["=1"] },
  ],
  ["known, so not the unknown one", { ...earlier("?0", "?*"), excluded: { "?0": ["=1"] } }, earlier("?0", "=1")],
  ["known, so no others", { ...earlier("?*"), excluded: { "?*": ["=1"] } }, earlier("=2")],
])("a candidate of which less is known includes another: %s", (_, general, special) => {
  const [one, other] = [given(general), given(special)];
  expect(withoutIncluded([one, other])).toEqual([one]);
  expect(withoutIncluded([other, one])).toEqual([one]);
});

test.each<[string, Partial<Candidate>, Partial<Candidate>]>([
  ["latest handle", {}, { requestHandle: "=1" }],
  ["time", {}, { cancelSeenAt: 1 }],
  ["number of retries", {}, { retries: 2 }],
  ["number of retries made", { moreRetries: false }, { moreRetries: false, retriedCount: 1 }],
  ["number of earlier handles", earlier("=1"), earlier("=1", "=2")],
  ["order of earlier handles", earlier("=1", "=2"), earlier("=2", "=1")],
  ["handle that was kept", earlier("?*", "=1"), earlier("=2")],
  ["handle that was kept, or none", earlier("?*", "=1"), earlier()],
  ["first earlier handle", earlier("=1", "?*"), earlier("=2", "=1")],
  ["first earlier handle, or any", earlier("=1", "?*"), earlier("?*", "=2")],
  ["unknown handle, whose place is known", earlier("?*"), earlier("?0")],
  ["handle used before", { ...earlier("?*"), past: ["=1"] }, earlier("=2")],
  [
    "handle that is not the unknown one",
    { ...earlier("?0"), excluded: { "?0": ["=1"] } },
    { ...earlier("?0"), past: ["=2"] },
  ],
  [
    "handle that may be one of others",
    { ...earlier("?*"), excluded: { "?*": ["=1"] } },
    { ...earlier("?*"), past: ["=1"] },
  ],
  ["handle that is one of others", { ...earlier("?*"), excluded: { "?*": ["=1"] } }, earlier("=1")],
])("candidates are kept that differ in their %s", (_, one, other) => {
  expect(withoutIncluded([given(one), given(other)])).toEqual([given(one), given(other)]);
  expect(withoutIncluded([given(other), given(one)])).toEqual([given(other), given(one)]);
});

describe("positions", () => {
  const [general, special] = [earlier("?*"), earlier("=1")];
  const shared = given({ ...general, positions: first });

  test("of equal candidates are joined", () => {
    const others = given({ ...general, positions: second });
    expect(withoutIncluded([shared, others])).toEqual([given({ ...general, positions: both })]);
  });

  test("are left out one by one", () => {
    const rest = given({ ...special, positions: second });
    expect(withoutIncluded([shared, given({ ...special, positions: both })])).toEqual([shared, rest]);
    expect(withoutIncluded([given({ ...special, positions: both }), shared])).toEqual([rest, shared]);
  });
});
