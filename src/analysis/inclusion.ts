import type { Candidate } from "./candidate.js";
import type { Counts } from "./counts.js";
import type { Handles } from "./handles.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";
import { positionsWith } from "./positions.js";

/** Leaves out what another candidate includes: one with the same position, of which less is known. */
export function withoutIncluded(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    let rest = candidate;
    kept.forEach((other, index) => {
      if (other.requestHandle !== rest.requestHandle) return;
      const [isIncluded, isIncluding] = [includes(other, rest), includes(rest, other)];
      if (isIncluded && isIncluding) kept[index] = withPositions(other, other.positions.bits | rest.positions.bits);
      else if (isIncluding) kept[index] = withPositions(other, other.positions.bits & ~rest.positions.bits);
      if (isIncluded) rest = withPositions(rest, rest.positions.bits & ~(kept[index] as Candidate).positions.bits);
    });
    kept.push(rest);
  }
  return kept.filter(({ positions }) => positions.bits !== 0n);
}

const withPositions = (candidate: Candidate, bits: bigint): Candidate =>
  bits === candidate.positions.bits ? candidate : { ...candidate, positions: positionsWith(bits) };

/** Whether no more is known about `one` than about `other`. Both must have the same latest handle. */
const includes = (one: Candidate, other: Candidate): boolean =>
  one.cancelSeenAt === other.cancelSeenAt &&
  includesCounts(one, other) &&
  includesEarlier(one, other) &&
  one.past.every((handle) => other.past.includes(handle) || other.earlierHandles.includes(handle)) &&
  Object.entries(one.excluded).every(([placeholder, handles]) =>
    handles.every((handle) => isExcluded(other, placeholder, handle)),
  );

const includesCounts = (one: Counts, other: Counts): boolean =>
  one.retries === other.retries &&
  (one.moreRetries
    ? one.retriedCount <= other.retriedCount
    : one.retriedCount === other.retriedCount && !other.moreRetries);

function includesEarlier(one: Handles, other: Handles): boolean {
  const [known, handles] = [one.earlierHandles, other.earlierHandles];
  const unseen = known.indexOf(UNSEEN);
  if (unseen < 0) return known.length === handles.length && known.every((handle, index) => handle === handles[index]);
  return (
    known.slice(0, unseen).every((handle, index) => handle === handles[index]) &&
    known.slice(unseen + 1).every((handle) => handles.includes(handle)) &&
    handles.slice(unseen).every((handle) => handle === UNSEEN || !isPlaceholder(handle))
  );
}

/** Whether it is known that the placeholder does not represent the handle. */
function isExcluded({ requestHandle, earlierHandles, past, excluded }: Handles, placeholder: string, handle: string) {
  if (excluded[placeholder]?.includes(handle)) return true;
  if (earlierHandles.includes(handle)) return placeholder !== UNSEEN;
  return (
    handle === requestHandle || (placeholder === UNSEEN ? !earlierHandles.includes(UNSEEN) : past.includes(handle))
  );
}
