import type { Candidate } from "./candidate.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";

/**
 * Leaves out candidates that another one includes. A candidate with unseen executions includes those in which some of
 * the unseen handles are known: everything that can follow those can follow it.
 */
export function withoutIncluded(candidates: readonly Candidate[]): readonly Candidate[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of [...candidates].sort((one, other) => weight(one) - weight(other))) {
    const key = keyWithoutEarlier(candidate);
    const group = groups.get(key) ?? [];
    if (!group.some((other) => includes(other, candidate))) group.push(candidate);
    groups.set(key, group);
  }
  return [...groups.values()].flat();
}

/** How much is known of handles. A candidate includes none of which less is known. */
const weight = ({ record, excluded }: Candidate): number =>
  record.earlierHandles.length + Object.values(excluded).reduce((count, handles) => count + handles.length, 0);

function keyWithoutEarlier({ record, moreRetries, seenLater }: Candidate): string {
  const { state, requestHandle, reportedStatus, executableState, errorType, timedOut } = record;
  const counts = `${record.attempt} ${record.retries} ${record.retriedCount} ${moreRetries}`;
  const times = `${record.cancelSeenAt} ${seenLater}`;
  return `${state} ${requestHandle} ${reportedStatus} ${executableState} ${errorType} ${timedOut} ${counts} ${times}`;
}

function includes(one: Candidate, other: Candidate): boolean {
  const [known, handles] = [one.record.earlierHandles, other.record.earlierHandles];
  if (!known.includes(UNSEEN) || !handles.includes(UNSEEN)) return false;
  const added = handles.filter((handle) => !known.includes(handle));
  return (
    known.every((handle) => handles.includes(handle)) &&
    added.every((handle) => !isPlaceholder(handle) && !one.excluded[UNSEEN]?.includes(handle)) &&
    Object.entries(one.excluded).every(([placeholder, excluded]) =>
      excluded.every((handle) => other.excluded[placeholder]?.includes(handle)),
    )
  );
}
