import { type Candidate, excludedIn, withoutDuplicates } from "./candidate.js";
import { withoutIncluded } from "./inclusion.js";
import { UNSEEN } from "./placeholders.js";

/** From here on it pays to look for candidates that others include. */
const MANY = 64;
const MAX_CANDIDATES = 2_000;

/**
 * The candidates without duplicates. If there are too many, they forget the earlier handles: then a contradiction can
 * be missed, but none is invented. Otherwise the number of candidates could double with every execution of which nobody
 * knows whether it began.
 */
export function combine(candidates: readonly Candidate[]): readonly Candidate[] {
  const distinct = withoutDuplicates(candidates);
  return distinct.length > MANY ? forgetIfTooMany(withoutIncluded(distinct)) : distinct;
}

function forgetIfTooMany(distinct: readonly Candidate[]): readonly Candidate[] {
  return distinct.length > MAX_CANDIDATES ? withoutDuplicates(distinct.map(forgetHandles)) : distinct;
}

/** A candidate that includes the given one, whichever earlier handles it has. */
function forgetHandles(candidate: Candidate): Candidate {
  const { record } = candidate;
  if (record.requestHandle === null) return candidate;
  const earlierHandles = [UNSEEN];
  return {
    ...candidate,
    record: { ...record, earlierHandles },
    excluded: excludedIn({ ...record, earlierHandles }, {}),
  };
}
