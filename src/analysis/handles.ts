import type { JobRequest } from "../index.js";
import type { Candidate } from "./candidate.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";

const handlesOf = ({ requestHandle, earlierHandles }: JobRequest): readonly string[] =>
  requestHandle === null ? earlierHandles : [requestHandle, ...earlierHandles];

/** A placeholder that is not used in the record. */
export function newPlaceholder(record: JobRequest): string {
  const used = handlesOf(record);
  let number = 0;
  while (used.includes(`?${number}`)) number += 1;
  return `?${number}`;
}

/** The candidates that remain when a handle occurs: it is one of the unknown handles, or none of them. */
export function identify(candidate: Candidate, handle: unknown): readonly Candidate[] {
  const handles = handlesOf(candidate.record);
  if (typeof handle !== "string" || handle === "" || handles.includes(handle)) return [candidate];
  const placeholders = handles.filter(isPlaceholder);
  if (placeholders.length === 0) return [candidate];
  const identified = placeholders.flatMap((placeholder) => bind(candidate, placeholder, handle));
  return [...identified, exclude(candidate, handle)];
}

/** The candidate in which the placeholder represents the handle, unless that is excluded. */
export function bind(candidate: Candidate, placeholder: string, handle: string): readonly Candidate[] {
  const { record, excluded } = candidate;
  if (excluded[placeholder]?.includes(handle)) return [];
  if (placeholder === UNSEEN) {
    const earlierHandles = record.earlierHandles.flatMap((one) => (one === UNSEEN ? [handle, UNSEEN] : one));
    return [{ ...candidate, record: { ...record, earlierHandles } }];
  }
  const replaced = (one: string) => (one === placeholder ? handle : one);
  const { [placeholder]: _, ...others } = excluded;
  const requestHandle = record.requestHandle === null ? null : replaced(record.requestHandle);
  const earlierHandles = record.earlierHandles.map(replaced);
  return [{ ...candidate, record: { ...record, requestHandle, earlierHandles }, excluded: others }];
}

function exclude(candidate: Candidate, handle: string): Candidate {
  const excluded = Object.entries(candidate.excluded).map(([placeholder, handles]) => [
    placeholder,
    handles.includes(handle) ? handles : [...handles, handle],
  ]);
  return { ...candidate, excluded: Object.fromEntries(excluded) };
}
