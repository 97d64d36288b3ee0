import type { Candidate } from "./candidate.js";
import { handlesWith } from "./handles.js";
import { withoutIncluded } from "./inclusion.js";
import { UNSEEN } from "./placeholders.js";

const MAX_CANDIDATES = 64;

/**
 * The candidates without those that others include. If there are too many, they forget the earlier handles: then a
 * contradiction can be missed, but none is invented. The number stays small unless handles are unknown.
 */
export function combine(candidates: readonly Candidate[]): readonly Candidate[] {
  const distinct = withoutIncluded(candidates);
  return distinct.length > MAX_CANDIDATES ? withoutIncluded(distinct.map(forgetHandles)) : distinct;
}

/** A candidate that includes the given one, whichever earlier handles it has. */
const forgetHandles = (candidate: Candidate): Candidate =>
  candidate.requestHandle === null
    ? candidate
    : {
        ...candidate,
        ...handlesWith({ requestHandle: candidate.requestHandle, earlierHandles: [UNSEEN], past: [], excluded: {} }),
      };
