import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import type { Candidate } from "./candidate.js";
import { bind, canBe, handlesWith } from "./handles.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";

/** The candidates whose latest handle is the given one; undefined means any handle, null no handle. */
export function matchRequestHandle(candidate: Candidate, handle: string | null | undefined): readonly Candidate[] {
  if (handle === undefined) return [candidate];
  const { requestHandle } = candidate;
  if (handle === requestHandle) return [candidate];
  return handle === null || requestHandle === null ? [] : matchPlaceholder(candidate, requestHandle, handle);
}

/** The candidates whose earlier handles are the given ones, latest first. */
export function matchEarlierHandles(
  candidate: Candidate,
  handles: readonly string[] | undefined,
): readonly Candidate[] {
  if (handles === undefined) return [candidate];
  if (handles.some((handle) => handle === candidate.requestHandle)) return [];
  return candidate.earlierHandles.includes(UNSEEN) ? matchUnseen(candidate, handles) : matchEach(candidate, handles);
}

/** The order of executions is not known where some were not seen. Only a full record forgets handles. */
function matchUnseen(candidate: Candidate, handles: readonly string[]): readonly Candidate[] {
  const { requestHandle, earlierHandles, past, excluded } = candidate;
  const isMissing = (handle: string) => !isPlaceholder(handle) && !handles.includes(handle);
  if (handles.length < MAX_EARLIER_HANDLES && [...earlierHandles, ...past].some(isMissing)) return [];
  const isImpossible = (handle: string) =>
    !earlierHandles.some((one) => one === handle || canBe(candidate, one, handle));
  if (handles.some(isImpossible)) return [];
  const known = { requestHandle, earlierHandles: handles, past, excluded };
  return [{ ...candidate, ...handlesWith(known) }];
}

function matchEach(candidate: Candidate, handles: readonly string[]): readonly Candidate[] {
  if (handles.length !== candidate.earlierHandles.length) return [];
  return handles.reduce<readonly Candidate[]>(
    (candidates, handle, index) => candidates.flatMap((one) => matchAt(one, index, handle)),
    [candidate],
  );
}

function matchAt(candidate: Candidate, index: number, handle: string): readonly Candidate[] {
  const found = candidate.earlierHandles[index];
  return found === handle ? [candidate] : matchPlaceholder(candidate, found as string, handle);
}

const matchPlaceholder = (candidate: Candidate, found: string, handle: string): readonly Candidate[] =>
  !candidate.earlierHandles.includes(handle) && canBe(candidate, found, handle) ? [bind(candidate, found, handle)] : [];
