import * as ess from "ess-request-machine";
import { auditHistory, type HistoryEntry, type ObservedOutcome } from "ess-request-machine/analysis";
import pg from "pg";
import type { Storm } from "./storm.js";

/** Reads the tables without the server, and lists everything that the lifecycle does not allow. */

interface HistoryRow {
  id: string;
  version: string;
  name: string;
  input: Record<string, unknown>;
  kind: ess.Outcome["kind"];
  count: number;
  from_state: ess.RequestState | null;
  to_state: ess.RequestState;
  tasks: { id: number; task: string; execution: string | null; done: boolean; tries: number }[];
}

const HISTORY = `
SELECT id::text, version::text, name, input, kind, count, from_state, to_state,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'task', task, 'execution', execution,
      'done', done_at IS NOT NULL, 'tries', tries) ORDER BY id), '[]')
   FROM outbox WHERE history_id = history.id) AS tasks
FROM history WHERE request_id = $1 ORDER BY history.id`;

const isEffect = (task: string): task is ess.Effect => (ess.EFFECTS as readonly string[]).includes(task);
const isAccepted = ({ kind }: HistoryRow): boolean => kind === "transitioned" || kind === "recorded";
const givesHandle = ({ name }: HistoryRow): boolean => name === "start" || name === "resume";
const begins = (row: HistoryRow): boolean => isAccepted(row) && givesHandle(row);

/** Whether the server acknowledged a cancellation for a job that it had not called: only the server had the handle. */
function wasAcknowledgedFor(later: readonly HistoryRow[]): boolean {
  const next = later.find((row) => begins(row) || (isAccepted(row) && row.name === "CANCEL"));
  return next?.name === "CANCEL" && next.from_state === "CANCELLING";
}

export async function audit(
  url: string,
  { ids, acknowledged, calls, executions, wrongAnswers }: Storm,
  wasDisturbed: boolean,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const faults = [...wrongAnswers];
  let starts = 0;
  try {
    for (const id of ids) {
      const { rows } = await client.query<HistoryRow>(HISTORY, [id]);
      const { rows: stored } = await client.query(
        "SELECT record, state, version::text FROM request WHERE request_id = $1",
        [id],
      );
      faults.push(...faultsOf(id, rows, stored[0], acknowledged.get(id) ?? 0));
      for (const [at, row] of rows.entries()) {
        if (!begins(row)) continue;
        const invocation = row.tasks.find(({ task }) => task === "invokeJob");
        const called = calls.get(`invokeJob-${invocation?.id}`) ?? 0;
        if (called === 0 && wasAcknowledgedFor(rows.slice(at + 1))) continue;
        starts += 1;
        if (!invocation || !executions.has(invocation.execution ?? "") || called === 0)
          faults.push(`${id}: the job was not called for an execution.`);
        // Only a worker that dies between the call and its mark leaves the call to be made again.
        else if (called > (wasDisturbed ? invocation.tries : 1))
          faults.push(`${id}: the job was called ${called} times in ${invocation.tries} turns of a worker.`);
      }
    }
  } finally {
    await client.end();
  }
  if (calls.size !== starts) faults.push(`The job was called for ${calls.size} executions, but ${starts} began.`);
  return faults;
}

type Stored = { record: unknown; state: string; version: string };

/** What is wrong with the history of a request, its record and its tasks. */
function faultsOf(id: string, rows: HistoryRow[], stored: Stored | undefined, acknowledged: number): string[] {
  const faults: string[] = [];
  const fault = (what: string) => void faults.push(`${id}: ${what}`);
  const [submitted, ...rest] = rows;
  if (submitted?.name !== "submit" || stored === undefined) return [`${id}: it was lost.`];

  const record = ess.parseJobRequest(stored.record);
  if (record.issues) return [`${id}: its record is broken: ${record.issues[0]?.message}`];
  let version = 1n;
  for (const row of rest) {
    if (isAccepted(row)) version += 1n;
    if (BigInt(row.version) !== version) fault(`${row.name} has version ${row.version} instead of ${version}.`);
  }
  const found = auditHistory(entriesOf(id, rest, record.value));
  if (!found.consistent) fault(`its history is unlawful. ${found.message}`);
  const open = rows.flatMap(({ tasks }) => tasks).filter(({ task, done }) => !done && task !== "timeOut");
  if (open.length > 0) fault(`${open.map(({ task }) => task).join()} was never done.`);
  if (stored.version !== String(version) || stored.state !== record.value.state)
    fault("its row is not what its history led to.");
  const callbacks = rest.filter((row) => isCallback(row) && row.kind !== "rejected");
  const inHistory = callbacks.reduce((sum, { count }) => sum + count, 0);
  if (inHistory < acknowledged) fault(`${acknowledged} callbacks were answered, but the history has ${inHistory}.`);
  return faults;
}

/** From the submission to the stored record. The history has no handles. */
const entriesOf = (requestId: string, rows: readonly HistoryRow[], record: ess.JobRequest): readonly HistoryEntry[] => [
  { record: ess.createRequest({ requestId, retries: record.retries }) },
  ...rows.flatMap((row) => [inputOf(row), { outcome: outcomeOf(row) }]),
  { record },
];

const isCallback = ({ name }: HistoryRow): boolean => ess.isExecutionStatus(name);

const inputOf = (row: HistoryRow): HistoryEntry =>
  isCallback(row)
    ? { callback: row.input as unknown as ess.ExecutionStatusInput }
    : { event: row.input as unknown as ess.LifecycleEvent };

function outcomeOf(row: HistoryRow): ObservedOutcome {
  if (!isAccepted(row)) return { kind: row.kind };
  const effects = row.tasks.map(({ task }) => task).filter(isEffect);
  const change = row.kind === "transitioned" ? { from: row.from_state as ess.RequestState, to: row.to_state } : {};
  return { kind: row.kind, ...change, effects };
}
