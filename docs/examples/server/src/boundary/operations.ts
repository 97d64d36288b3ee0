import { STATUS_CODES } from "node:http";
import { LIFECYCLE_EVENTS } from "ess-request-machine";
import type { z } from "zod";
import { MEDIA_TYPES } from "./http.js";
import { input, type Json, listing, ref, SCHEMAS, type SchemaName } from "./schemas.js";

/** Every operation, once: the routes are made of this list, and so is the OpenAPI 3.1 document. */

export const BASE = "/ess/rest/scheduler/v1";
export const REQUESTS = `${BASE}/requests`;

export interface Operation {
  /** Whose it is: the operator's needs the token, a job's the handle. */
  readonly by: "job" | "operator";
  readonly method: "GET" | "POST";
  /** Under `BASE`. */
  readonly path: string;
  readonly summary: string;
  /** Its body; the operator may leave it out. */
  readonly takes?: SchemaName;
  readonly gives: SchemaName;
  readonly query?: z.ZodType;
  /** Unless told, 200. */
  readonly status?: 201;
}

const ID = "/requests/{requestId}";
const jobs = (verb: string, summary: string, takes: SchemaName, gives: SchemaName): Operation => {
  return { by: "job", method: "POST", path: `${ID}/${verb}`, summary, takes, gives };
};
const operators = (route: string, summary: string, gives: SchemaName, more: Partial<Operation> = {}): Operation => {
  const [method, path] = route.split(" ") as [Operation["method"], string];
  return { by: "operator", method, path, summary, gives, ...more };
};

export const OPERATIONS = {
  setExecutionStatus: jobs("executionStatus", "Set the status of the request execution", "ExecutionStatus", "SelfLink"),
  checkInCancelling: jobs("checkInCancelling", "Ask whether the request was cancelled", "CheckIn", "IsToStop"),
  submit: operators("POST /requests", "Submit a request", "Submitted", { takes: "Submission", status: 201 }),
  list: operators("GET /requests", "List requests, page by page", "Page", { query: listing }),
  read: operators(`GET ${ID}`, "Read a request, without its handles", "ShownRequest"),
  history: operators(`GET ${ID}/history`, "Everything that came for a request, and what became of it", "History"),
  apply: operators(`POST ${ID}/{event}`, "Apply a lifecycle event; start and resume give a handle", "Applied", {
    takes: "Payload",
  }),
};
export type OperationName = keyof typeof OPERATIONS;

const PARAMETERS: Record<string, Json> = {
  requestId: { type: "integer", format: "int64", minimum: 1 },
  event: { enum: LIFECYCLE_EVENTS.filter((event) => event !== "checkIn") },
};

/** What may go wrong follows from what an operation is. */
const problemsOf = ({ path, by, takes, status }: Operation): number[] => [
  ...(by === "job" ? [400, 403] : [400, 401]),
  ...(path.includes("{requestId}") ? [404] : []),
  ...(status === 201 ? [409] : []),
  ...(takes ? [413, 415] : []),
  ...[406, 500, 503],
];

function documented(operationId: string, operation: Operation): Json {
  const { path, by, summary, takes, query, gives, status = 200 } = operation;
  const content = (schema: Json) => ({ content: Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema }])) });
  const answer = (code: number, schema: Json) => [code, { description: STATUS_CODES[code], ...content(schema) }];
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name = ""]) => ({ name, in: "path", required: true }));
  const inQuery = Object.entries(query ? (input(query).properties as Json) : {});
  return {
    operationId,
    summary,
    ...(by === "operator" && { security: [{ operator: [] }] }),
    parameters: [
      ...inPath.map((parameter) => ({ ...parameter, schema: PARAMETERS[parameter.name] })),
      ...inQuery.map(([name, schema]) => ({ name, in: "query", schema })),
    ],
    ...(takes && { requestBody: { required: by === "job", ...content(ref(takes)) } }),
    responses: Object.fromEntries([
      answer(status, ref(gives)),
      ...problemsOf(operation).map((code) => answer(code, ref("SimpleExceptionDetail"))),
    ]),
  };
}

export function openapi(url: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: documented(name, operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Job requests of a scheduler: a reference server", version: "1" },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: `${url}${BASE}` }],
    paths,
    components: { securitySchemes: { operator: { type: "http", scheme: "bearer" } }, schemas: SCHEMAS },
  };
}
