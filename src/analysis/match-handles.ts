import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import type { Candidate } from "./candidate.js";
import { bind } from "./handles.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";

/** The candidates whose latest handle is the given one; undefined means any handle, null no handle. */
export function matchRequestHandle(candidate: Candidate, handle: string | null | undefined): readonly Candidate[] {
  if (handle === undefined) return [candidate];
  const { requestHandle, earlierHandles } = candidate.record;
  if (handle === requestHandle) return [candidate];
  if (handle === null || requestHandle === null || !isPlaceholder(requestHandle)) return [];
  return earlierHandles.includes(handle) ? [] : bind(candidate, requestHandle, handle);
}

/** The candidates whose earlier handles are the given ones, latest first. */
export function matchEarlierHandles(
  candidate: Candidate,
  handles: readonly string[] | undefined,
): readonly Candidate[] {
  if (handles === undefined) return [candidate];
  if (handles.includes(candidate.record.requestHandle ?? "")) return [];
  return candidate.record.earlierHandles.includes(UNSEEN)
    ? matchUnseen(candidate, handles)
    : matchEach(candidate, handles);
}

/** The order of executions is not known where some were not seen. */
function matchUnseen(candidate: Candidate, handles: readonly string[]): readonly Candidate[] {
  const { record, excluded } = candidate;
  const known = record.earlierHandles.filter((handle) => !isPlaceholder(handle));
  const isMissing = (handle: string) => !handles.includes(handle);
  if (handles.length < MAX_EARLIER_HANDLES && known.some(isMissing)) return [];
  if (handles.some((handle) => !known.includes(handle) && excluded[UNSEEN]?.includes(handle))) return [];
  return [{ ...candidate, record: { ...record, earlierHandles: handles } }];
}

function matchEach(candidate: Candidate, handles: readonly string[]): readonly Candidate[] {
  if (handles.length !== candidate.record.earlierHandles.length) return [];
  return handles.reduce<readonly Candidate[]>(
    (candidates, handle, index) => candidates.flatMap((one) => matchAt(one, index, handle)),
    [candidate],
  );
}

function matchAt(candidate: Candidate, index: number, handle: string): readonly Candidate[] {
  const { earlierHandles } = candidate.record;
  const found = earlierHandles[index];
  if (found === handle) return [candidate];
  if (found === undefined || !isPlaceholder(found) || earlierHandles.includes(handle)) return [];
  return bind(candidate, found, handle);
}
