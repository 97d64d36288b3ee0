import type { ZodError } from "zod";

/** The server cannot start, for a reason that its operator can remove. The message says the fact, then the remedy. */
export class StartupError extends Error {
  override name = "StartupError";
}

/** Ends the process: with the message of a StartupError, otherwise with the whole error. */
export function exitWithError(error: unknown): never {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
}

/** SQLSTATE or errno of an error or of its cause. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? undefined : codeOf(cause);
}

/** The faults of an input, on one line. */
export const faultsOf = ({ issues }: ZodError): string =>
  issues.map(({ path, message }) => [...path.map(String), message].join(": ")).join("; ");
