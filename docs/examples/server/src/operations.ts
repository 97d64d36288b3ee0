import { STATUS_CODES } from "node:http";
import { executionStatusSchema, jobRequestSchema, LIFECYCLE_EVENTS } from "ess-request-machine";
import { z } from "zod";
import { MEDIA_TYPES } from "./http.js";
import { checkIn, listing, payload, submission } from "./schemas.js";

/** Every operation, once: the routes are made of this list, and so is the OpenAPI 3.1 document. */

export const BASE = "/ess/rest/scheduler/v1";
export const REQUESTS = `${BASE}/requests`;

type Json = Record<string, unknown>;
type SchemaName = keyof ReturnType<typeof schemas>;
export interface Operation {
  /** Whose it is: the operator's needs the token, a job's the handle. */
  readonly by: "job" | "operator";
  readonly method: "GET" | "POST";
  /** Under `BASE`. */
  readonly path: string;
  readonly summary: string;
  /** Its body; the operator may leave it out. */
  readonly takes?: SchemaName;
  readonly gives?: SchemaName;
  readonly query?: z.ZodType;
  /** Unless told, 200. */
  readonly status?: 201;
}

const ID = "/requests/{requestId}";
const jobs = (verb: string, summary: string, takes: SchemaName, gives: SchemaName): Operation => {
  return { by: "job", method: "POST", path: `${ID}/${verb}`, summary, takes, gives };
};
const operators = (route: string, summary: string, more: Partial<Operation> = {}): Operation => {
  const [method, path] = route.split(" ") as [Operation["method"], string];
  return { by: "operator", method, path, summary, ...more };
};

export const OPERATIONS = {
  setExecutionStatus: jobs("executionStatus", "Set the status of the request execution", "ExecutionStatus", "SelfLink"),
  checkInCancelling: jobs("checkInCancelling", "Ask whether the request was cancelled", "CheckIn", "IsToStop"),
  submit: operators("POST /requests", "Submit a request", { takes: "Submission", status: 201 }),
  list: operators("GET /requests", "List requests, page by page", { query: listing }),
  read: operators(`GET ${ID}`, "Read a request, without its handles", { gives: "ShownRequest" }),
  history: operators(`GET ${ID}/history`, "Everything that came for a request, and what became of it"),
  apply: operators(`POST ${ID}/{event}`, "Apply a lifecycle event; start and resume give a handle", {
    takes: "Payload",
  }),
};
export type OperationName = keyof typeof OPERATIONS;

const OBJECT: Json = { type: "object" };
const named = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` });
const target = "draft-2020-12";
/** A document has one dialect, said at its top. */
const without$schema = ({ $schema, ...schema }: Json): Json => schema;
const input = (schema: z.ZodType): Json => without$schema(z.toJSONSchema(schema, { target, io: "input" }) as Json);

function schemas() {
  const record = without$schema(jobRequestSchema["~standard"].jsonSchema.output({ target }));
  // The hashes of the handles are the server's own.
  const { requestHandle, earlierHandles, ...properties } = record.properties as Json;
  const text = { type: "string" };
  const uri = { ...text, format: "uri" };
  return {
    ExecutionStatus: without$schema(executionStatusSchema["~standard"].jsonSchema.input({ target })),
    CheckIn: input(checkIn),
    Submission: input(submission),
    Payload: input(payload),
    ShownRequest: { ...record, properties, required: Object.keys(properties) },
    IsToStop: { type: "boolean" },
    SelfLink: { ...OBJECT, required: ["href", "rel"], properties: { href: uri, rel: { const: "self" } } },
    SimpleExceptionDetail: {
      ...OBJECT,
      required: ["title", "type"],
      properties: { title: text, type: uri, detail: text, status: { type: "integer" }, errorCode: text, reason: text },
    },
  };
}

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
    ...(takes && { requestBody: { required: by === "job", ...content(named(takes)) } }),
    responses: Object.fromEntries([
      answer(status, gives ? named(gives) : OBJECT),
      ...problemsOf(operation).map((code) => answer(code, named("SimpleExceptionDetail"))),
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
    components: { securitySchemes: { operator: { type: "http", scheme: "bearer" } }, schemas: schemas() },
  };
}
