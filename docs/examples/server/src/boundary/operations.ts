import type { z } from "zod";
import { historyQuery, listQuery, type SchemaName } from "./schemas.js";

/** Every operation, once: the routes and the OpenAPI document are made from this list. */

export const BASE = "/ess/rest/scheduler/v1";
export const REQUESTS = `${BASE}/requests`;

export interface Operation {
  /** The operator sends the token; a job sends its handle. */
  readonly by: "job" | "operator";
  readonly method: "GET" | "POST";
  /** Below `BASE`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Its body; optional for the operator. */
  readonly takes?: SchemaName;
  readonly returns: SchemaName;
  readonly query?: z.ZodType;
  /** Default: 200. */
  readonly status?: 201;
}

const ID = "/requests/{requestId}";

export const OPERATIONS = {
  setExecutionStatus: {
    by: "job",
    method: "POST",
    path: `${ID}/executionStatus`,
    summary: "Set the status of the request execution",
    description: "The callback. Idempotent: a duplicate is answered with 200 and has no effect.",
    takes: "ExecutionStatus",
    returns: "SelfLink",
  },
  checkInCancelling: {
    by: "job",
    method: "POST",
    path: `${ID}/checkInCancelling`,
    summary: "Ask whether the request was cancelled",
    description: "True if the job should stop: the request is being cancelled, or has ended without it.",
    takes: "CheckIn",
    returns: "ShouldStop",
  },
  submit: {
    by: "operator",
    method: "POST",
    path: "/requests",
    summary: "Submit a request",
    description: "With a job, the request runs by itself. All members are optional.",
    takes: "Submission",
    returns: "Submitted",
    status: 201,
  },
  list: {
    by: "operator",
    method: "GET",
    path: "/requests",
    summary: "List requests, page by page",
    description: "In the order of their ids. `next` is the address of the next page.",
    returns: "Page",
    query: listQuery,
  },
  read: {
    by: "operator",
    method: "GET",
    path: ID,
    summary: "Read a request",
    description: "The record, without its handles.",
    returns: "ShownRequest",
  },
  history: {
    by: "operator",
    method: "GET",
    path: `${ID}/history`,
    summary: "Read the audit entries of a request, page by page",
    description: "Each command with its outcome, explanation and tasks. Repetitions without effect are counted.",
    returns: "History",
    query: historyQuery,
  },
  apply: {
    by: "operator",
    method: "POST",
    path: `${ID}/{event}`,
    summary: "Apply a lifecycle event",
    description: "`start` and `resume` answer with the handle of the new execution, once.",
    takes: "Payload",
    returns: "Applied",
  },
} as const satisfies Record<string, Operation>;
