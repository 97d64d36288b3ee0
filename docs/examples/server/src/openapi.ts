import { executionStatusSchema, jobRequestSchema, LIFECYCLE_EVENTS } from "ess-request-machine";
import { z } from "zod";
import { MEDIA_TYPES, REQUESTS } from "./http.js";
import { listing, payload, submission } from "./schemas.js";

/** The OpenAPI 3.1 document, made of the very schemas that the routes validate with. */

type Json = Record<string, unknown>;

const target = "draft-2020-12";
/** A document has one dialect, said at its top. */
const without$schema = ({ $schema, ...schema }: Json): Json => schema;
const input = (schema: z.ZodType): Json => without$schema(z.toJSONSchema(schema, { target, io: "input" }) as Json);

const SimpleExceptionDetail: Json = {
  type: "object",
  required: ["title", "type"],
  properties: {
    title: { type: "string" },
    type: { type: "string", format: "uri" },
    detail: { type: "string" },
    status: { type: "integer" },
    errorCode: { type: "string" },
    reason: { type: "string" },
  },
};
const SelfLink: Json = {
  type: "object",
  required: ["href", "rel"],
  properties: { href: { type: "string", format: "uri" }, rel: { const: "self" } },
};

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const content = (schema: Json): Json => Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema }]));

const PROBLEMS: Record<number, string> = {
  400: "Invalid input, or an unsupported state",
  401: "The operator's token is missing",
  403: "Not allowed for this operation",
  404: "Request id not found",
  406: "Neither media type is wanted",
  409: "The request id is in use",
  413: "The body is too long",
  415: "Neither of the two media types",
  500: "A scheduling sub-system error",
  503: "The database is away; send this again later",
};

const problems = (...statuses: number[]): Json =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: PROBLEMS[status], content: content(ref("SimpleExceptionDetail")) },
    ]),
  );

const answered = (status: number, description: string, schema: Json, ...errors: number[]): Json => ({
  responses: { [status]: { description, content: content(schema) }, ...problems(...errors, 406, 500, 503) },
});
const taking = (schema: Json, required = true): Json => ({ requestBody: { required, content: content(schema) } });

const OPERATOR = { security: [{ operator: [] }] };
const ID = {
  parameters: [{ name: "requestId", in: "path", required: true, schema: { type: "integer", format: "int64" } }],
};

function parametersOf(schema: z.ZodType): Json {
  const { properties = {} } = input(schema) as { properties?: Record<string, Json> };
  return { parameters: Object.entries(properties).map(([name, of]) => ({ name, in: "query", schema: of })) };
}

const jobOperations = (): Json => ({
  [`${REQUESTS}/{requestId}/executionStatus`]: {
    ...ID,
    post: {
      summary: "Set the status of the request execution",
      ...taking(ref("ExecutionStatus")),
      ...answered(200, "Accepted, or nothing to do", ref("SelfLink"), 400, 403, 404, 413, 415),
    },
  },
  [`${REQUESTS}/{requestId}/checkInCancelling`]: {
    ...ID,
    post: {
      summary: "Ask whether the request was cancelled",
      ...taking({ type: "object", required: ["requestHandle"], properties: { requestHandle: { type: "string" } } }),
      ...answered(200, "true: stop, and report CANCEL", { type: "boolean" }, 400, 403, 404, 413, 415),
    },
  },
});

const eventOperations = (): Json =>
  Object.fromEntries(
    LIFECYCLE_EVENTS.filter((event) => event !== "checkIn").map((event) => [
      `${REQUESTS}/{requestId}/${event}`,
      {
        ...ID,
        post: {
          ...OPERATOR,
          summary: `The event ${event}`,
          ...taking(ref("Payload"), false),
          ...answered(
            200,
            "What it did; start and resume give the handle, once",
            { type: "object" },
            400,
            401,
            404,
            413,
            415,
          ),
        },
      },
    ]),
  );

const requestOperations = (): Json => ({
  [REQUESTS]: {
    post: {
      ...OPERATOR,
      summary: "Submit a request",
      ...taking(ref("Submission"), false),
      ...answered(201, "Submitted", { type: "object" }, 400, 401, 409, 413, 415),
    },
    get: {
      ...OPERATOR,
      summary: "List requests",
      ...parametersOf(listing),
      ...answered(200, "A page of requests", { type: "object" }, 400, 401),
    },
  },
  [`${REQUESTS}/{requestId}`]: {
    ...ID,
    get: {
      ...OPERATOR,
      summary: "Read a request",
      ...answered(200, "The record, without handles", ref("ShownRequest"), 400, 401, 404),
    },
  },
  [`${REQUESTS}/{requestId}/history`]: {
    ...ID,
    get: {
      ...OPERATOR,
      summary: "Everything that came, and what became of it",
      ...answered(200, "In order", { type: "object" }, 400, 401, 404),
    },
  },
});

/** A record as it is shown: the hashes of its handles are the server's own. */
function shownRequest(): Json {
  const schema = without$schema(jobRequestSchema["~standard"].jsonSchema.output({ target }));
  const { requestHandle, earlierHandles, ...properties } = schema.properties as Json;
  return { ...schema, properties, required: Object.keys(properties) };
}

export const openapi = (url: string): Json => ({
  openapi: "3.1.0",
  info: { title: "Job requests of a scheduler: a reference server", version: "1" },
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  servers: [{ url }],
  paths: { ...jobOperations(), ...requestOperations(), ...eventOperations() },
  components: {
    securitySchemes: { operator: { type: "http", scheme: "bearer" } },
    schemas: {
      ExecutionStatus: without$schema(executionStatusSchema["~standard"].jsonSchema.input({ target })),
      Submission: input(submission),
      Payload: input(payload),
      ShownRequest: shownRequest(),
      SelfLink,
      SimpleExceptionDetail,
    },
  },
});
