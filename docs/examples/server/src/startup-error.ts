/** Why the server does not start: something that whoever starts it can put right. */
export class StartupError extends Error {
  override name = "StartupError";
  constructor(expected: string, found: string, advice: string) {
    super(`Expected ${expected}, but found ${found}. ${advice}`);
  }
}

/** Ends the process: with a sentence where there is one to say, else with the fault as it is. */
export function exitWithError(error: unknown): never {
  console.error(error instanceof StartupError ? error.message : error);
  process.exit(1);
}
