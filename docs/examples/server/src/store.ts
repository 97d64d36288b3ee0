import { setTimeout as pause } from "node:timers/promises";
import * as ess from "ess-request-machine";
import type { Database } from "./database.js";
import { type Owed, owedAfter, owedIn, type Settings } from "./owed.js";
import * as sql from "./statements.js";

/** What came, with the hash of its handle: a callback or an event. */
export type Deed = ess.ExecutionStatusInput | ess.LifecycleEvent;

/** What became of it. */
export interface Done {
  readonly before: ess.JobRequest;
  readonly outcome: ess.Outcome;
  readonly told: string;
}

export interface Found {
  readonly request: ess.JobRequest;
  readonly settings: Settings;
  readonly version: string;
}

/** What the worker took, and for how long nobody else gets it. */
export interface Task {
  readonly id: string;
  readonly requestId: string;
  readonly task: Owed["task"];
  readonly execution: string | null;
  readonly seed: string | null;
  readonly tries: number;
}

/** Of those who race for one request one wins each round, so this many lost rounds are many callbacks at once. */
const ROUNDS = 50;

/** Too many wrote at the same time. Nothing was changed. */
export class TooBusy extends Error {
  override name = "TooBusy";
}

/** What is kept of an input: all but the handle. */
const kept = ({ requestHandle, ...rest }: Deed & { requestHandle?: unknown }) => JSON.stringify(rest);
const nameOf = (deed: Deed): string => {
  const name: unknown = "type" in deed ? deed.type : deed.status;
  return [...ess.EXECUTION_STATUSES, ...ess.LIFECYCLE_EVENTS].find((known) => known === name) ?? "unknown";
};

type Row = { record: unknown; settings: Settings; version: string };

function foundIn({ record, settings, version }: Row): Found {
  const parsed = ess.parseJobRequest(record);
  if (parsed.issues) throw new TypeError(`A stored record is broken: ${parsed.issues[0]?.message}`);
  return { request: parsed.value, settings, version };
}

export type Store = ReturnType<typeof storeIn>;

export function storeIn(database: Database) {
  const query = <Result>(text: string, ...values: unknown[]) => database.query<Result>(text, values);

  async function find(id: string): Promise<Found | undefined> {
    const [row] = await query<Row>(sql.FIND, id);
    return row && foundIn(row);
  }

  /** Judges what came by the record as it is now, and stores what became of it. Undefined if there is no such request. */
  async function change(id: string, deed: Deed, seed?: string): Promise<Done | undefined> {
    return untilStored(async () => {
      const found = await find(id);
      if (found === undefined) return { result: undefined };
      const done = judged(found, deed);
      const isStored = await (isRefusal(done.outcome) ? note(found, deed, done) : write(found, deed, done, { seed }));
      return isStored ? { result: done } : undefined;
    });
  }

  /**
   * The same for what the worker does: if the execution that the task was for is still the latest and the state takes the
   * event, both end together. Otherwise the task only ends, and the history does not hear of it.
   */
  async function carryOut(task: Task, deed: Deed, seed?: string): Promise<Done | undefined> {
    return untilStored(async (round) => {
      // Whoever was faster may have done this very task.
      const isOver = round > 0 && !(await isOpen(task));
      const found = isOver ? undefined : await find(task.requestId);
      const done = found?.request.requestHandle === task.execution ? judged(found, deed) : undefined;
      if (found === undefined || done === undefined || isRefusal(done.outcome)) {
        await finish(task);
        return { result: undefined };
      }
      return (await write(found, deed, done, { seed, task })) ? { result: done } : undefined;
    });
  }

  /** One statement, and so one transaction: the compare-and-set, the history, what is owed. False if somebody was faster. */
  async function write(
    found: Found,
    deed: Deed,
    { before, outcome, told }: Done,
    from: { seed?: string | undefined; task?: Task },
  ) {
    const { version, settings } = found;
    const { request, kind } = outcome;
    const owed = JSON.stringify(owedAfter(outcome, settings, from.seed));
    const record = JSON.stringify(request);
    const { requestId, state, requestHandle } = request;
    const rows = await query(
      sql.WRITE,
      requestId,
      version,
      state,
      record,
      nameOf(deed),
      kept(deed),
      kind,
      before.state,
      told,
      requestHandle,
      owed,
      from.task?.id ?? null,
    );
    return rows.length > 0;
  }

  /** What was ignored or rejected leaves a line in the history, and the record and its version as they were. */
  async function note({ request, version }: Found, deed: Deed, { outcome, told }: Done): Promise<boolean> {
    const reason = "reason" in outcome ? outcome.reason : null;
    await query(
      sql.NOTE,
      request.requestId,
      version,
      nameOf(deed),
      kept(deed),
      outcome.kind,
      reason,
      request.state,
      told,
    );
    return true;
  }

  const isOpen = async ({ id }: Task): Promise<boolean> => (await query(sql.IS_OPEN, id)).length > 0;
  const finish = ({ id }: Task) => query(sql.FINISH, id);

  return {
    find,
    change,
    carryOut,

    /** A line for a body that is no callback. False if there is no such request. */
    async noteInvalid(id: string, told: string): Promise<boolean> {
      return (await query(sql.NOTE_INVALID, id, told)).length > 0;
    },

    async submit(request: ess.JobRequest, settings: Settings): Promise<boolean> {
      const { expiresInSeconds } = settings;
      const expiry: Owed[] =
        expiresInSeconds === undefined ? [] : [{ task: "expire", delay: expiresInSeconds * 1_000 }];
      const owed = JSON.stringify([...owedIn(request, settings), ...expiry]);
      const { requestId, state, retries } = request;
      const told = `Request ${requestId} was submitted in ${state}, with ${retries} retries.`;
      return (
        (await query(sql.SUBMIT, requestId, state, JSON.stringify(request), JSON.stringify(settings), told, owed))
          .length > 0
      );
    },

    async nextId(): Promise<string> {
      const [row] = await query<{ id: string }>(sql.NEXT_ID);
      return row!.id;
    },

    async list(state: string | undefined, after: string, limit: number): Promise<Found[]> {
      return (await query<Row>(sql.LIST, state ?? null, after, limit)).map(foundIn);
    },

    history: (id: string) => query<Record<string, unknown>>(sql.HISTORY, id),

    claim: (limit: number, leaseSeconds: number) => query<Task>(sql.CLAIM, limit, leaseSeconds),
    finish,
    postpone: (task: Task, delay: number) => query(sql.POSTPONE, task.id, delay),

    ping: () => query("SELECT 1"),
  };
}

const isRefusal = ({ kind }: ess.Outcome) => kind === "ignored" || kind === "rejected";

function judged({ request }: Found, deed: Deed): Done {
  const outcome = "type" in deed ? ess.applyLifecycleEvent(request, deed) : ess.applyExecutionStatus(request, deed);
  return { before: request, outcome, told: ess.explain(request, deed, outcome) };
}

/** The bounded retry: who finds that somebody was faster reads again and judges again. */
async function untilStored<Result>(
  tryOnce: (round: number) => Promise<{ result: Result } | undefined>,
): Promise<Result> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const stored = await tryOnce(round);
    if (stored !== undefined) return stored.result;
    await pause(Math.random() * round);
  }
  throw new TooBusy("Too many wrote at the same time.");
}
