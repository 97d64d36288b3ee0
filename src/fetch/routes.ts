/** Finds the operation of a path. */

const OPERATIONS = ["executionStatus", "checkInCancelling"] as const;
/**
 * The two operations that a job calls.
 *
 * @useDeclaredType
 */
export type Operation = (typeof OPERATIONS)[number];

/** A path that the handler serves: `{basePath}/{pathId}/{operation}`. */
export interface Route {
  readonly operation: Operation;
  /** The request id as it was sent: not checked yet. */
  readonly pathId: string;
}

/** Undefined for any other path. */
export function findRoute(pathname: string, basePath: string): Route | undefined {
  if (!pathname.startsWith(`${basePath}/`)) return undefined;
  const [pathId, last, ...more] = pathname.slice(basePath.length + 1).split("/");
  const operation = OPERATIONS.find((name) => name === last);
  return pathId && operation && more.length === 0 ? { operation, pathId } : undefined;
}
