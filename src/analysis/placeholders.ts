/**
 * Handles in candidates. The first label of a history is the handle "=0", the next "=1"; a handle that the
 * history has not shown is a placeholder: "?0", "?1" and so on.
 */

/** Placeholder for any number of earlier executions that the history does not show; listed once in `earlierHandles`. */
export const UNSEEN = "?*";

export const isPlaceholder = (handle: string): boolean => handle.startsWith("?");
