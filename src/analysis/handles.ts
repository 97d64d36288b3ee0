import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import type { Input } from "./input.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";
import { EARLIER, LATEST, MISSING, OTHER, type Sender } from "./positions.js";

/** What is known of the handles of a request. */
export interface Handles {
  /** Of the latest execution. */
  readonly requestHandle: string | null;
  /**
   * The handles that the record has of earlier executions, latest first. After UNSEEN: those of which the order is not
   * known.
   */
  readonly earlierHandles: readonly string[];
  /** Handles of earlier executions that the record has unless it has forgotten them: unseen executions followed. */
  readonly past: readonly string[];
  /** For each placeholder, handles that it is not. */
  readonly excluded: Readonly<Record<string, readonly string[]>>;
}

/** A placeholder that is not used in the record. */
function newPlaceholder({ requestHandle, earlierHandles }: Handles): string {
  let number = 0;
  while (requestHandle === `?${number}` || earlierHandles.includes(`?${number}`)) number += 1;
  return `?${number}`;
}

/** Only with placeholders that are used. */
export function handlesWith({ requestHandle, earlierHandles, past, excluded }: Handles): Handles {
  const entries = Object.entries(excluded).filter(([one]) => one === requestHandle || earlierHandles.includes(one));
  return { requestHandle, earlierHandles, past, excluded: Object.fromEntries(entries) };
}

/** After the begin of an execution. An unknown handle gets a placeholder. */
export function withExecution(handles: Handles, handle: Input["handle"]): Handles {
  const earlier = handles.requestHandle === null ? [] : [handles.requestHandle, ...handles.earlierHandles];
  const kept = earlier.slice(0, MAX_EARLIER_HANDLES);
  const isOrderKnown = !kept.includes(UNSEEN);
  const unseen = earlier.indexOf(UNSEEN);
  return handlesWith({
    requestHandle: handle ?? newPlaceholder(handles),
    earlierHandles: isOrderKnown ? kept : earlier.slice(0, unseen + 1),
    past: isOrderKnown ? handles.past : [...earlier.slice(unseen + 1), ...handles.past],
    excluded: handles.excluded,
  });
}

/** After any number of unseen executions, at least one. */
export function withUnseenExecutions({ requestHandle, earlierHandles, past }: Handles): Handles {
  const known = [requestHandle ?? UNSEEN, ...earlierHandles].filter((handle) => !isPlaceholder(handle));
  return handlesWith({
    requestHandle: "?0",
    earlierHandles: [UNSEEN],
    past: [...known, ...past],
    excluded: {},
  });
}

/** A sender that an input may have, and what is known of the handles if it has that sender. */
export interface Identified<Known extends Handles> {
  readonly sender: Sender;
  readonly known: Known;
}

/** Whether two senders have the same effect, so that they need not be distinguished. */
export type IsSame = (one: Sender, other: Sender) => boolean;

/** The senders that an input with the handle may have. Identifies it only as far as the effect depends on it. */
export function identify<Known extends Handles>(
  known: Known,
  handle: Input["handle"],
  isSame?: IsSame,
): readonly Identified<Known>[] {
  if (handle === null) return [{ sender: MISSING, known }];
  if (handle === undefined) return sendersIn(known).map((sender) => ({ sender, known }));
  if (handle === known.requestHandle) return [{ sender: LATEST, known }];
  if (known.earlierHandles.includes(handle)) return [{ sender: EARLIER, known }];
  const mayBe = (place: string | null): place is string => place !== null && canBe(known, place, handle);
  const latest = isSame?.(LATEST, OTHER) ? [] : [known.requestHandle].filter(mayBe);
  const earlier = isSame?.(EARLIER, OTHER) ? [] : known.earlierHandles.filter(mayBe);
  return [
    ...latest.map((place) => ({ sender: LATEST, known: bind(known, place, handle) }) as const),
    ...earlier.map((place) => ({ sender: EARLIER, known: bind(known, place, handle) }) as const),
    { sender: OTHER, known: exclude(known, [...latest, ...earlier], handle) },
  ];
}

/** The latest execution, an earlier one, one of another request, and none. */
const sendersIn = ({ requestHandle, earlierHandles }: Handles): readonly Sender[] => [
  ...(requestHandle === null ? [] : ([LATEST] as const)),
  ...(earlierHandles.length === 0 ? [] : ([EARLIER] as const)),
  OTHER,
  MISSING,
];

/** Whether it is a placeholder that may represent the handle. */
export const canBe = ({ past, excluded }: Handles, place: string, handle: string): boolean =>
  isPlaceholder(place) && !excluded[place]?.includes(handle) && (place === UNSEEN || !past.includes(handle));

/** With the handle in place of the placeholder. UNSEEN remains, for other handles. */
export function bind<Known extends Handles>(known: Known, placeholder: string, handle: string): Known {
  const { requestHandle, earlierHandles, past, excluded } = known;
  const replaced = (one: string) => (one === placeholder ? handle : one);
  const handles = {
    requestHandle: requestHandle && replaced(requestHandle),
    earlierHandles: placeholder === UNSEEN ? [...earlierHandles, handle] : earlierHandles.map(replaced),
    past: past.filter((one) => one !== handle),
    excluded,
  };
  return { ...known, ...handlesWith(handles) };
}

function exclude<Known extends Handles>(known: Known, placeholders: readonly string[], handle: string): Known {
  const excluded = { ...known.excluded };
  for (const placeholder of placeholders) excluded[placeholder] = [...(excluded[placeholder] ?? []), handle];
  return { ...known, excluded };
}
