import { StoreUnavailableError } from "ess-request-machine/fetch";

/**
 * Runs work for one key at a time, in the order of arrival: a hot request makes its callers wait for each other, not
 * for the database's connections. If the database is unavailable, all that wait fail together instead of one by one.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();

  return function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const afterFailure = (error: unknown): Promise<Result> => {
      if (error instanceof StoreUnavailableError) throw error;
      return work();
    };
    const turn = (last.get(key) ?? Promise.resolve()).then(work, afterFailure);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
