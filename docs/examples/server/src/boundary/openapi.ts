import { STATUS_CODES } from "node:http";
import { LIFECYCLE_EVENTS } from "ess-request-machine";
import { MEDIA_TYPES } from "./json.js";
import { BASE, OPERATIONS, type Operation } from "./operations.js";
import { inputSchema, type Json, REQUEST_ID, ref, SCHEMAS } from "./schemas.js";

/** The OpenAPI 3.1 document. */

const PARAMETERS: Record<string, Json> = {
  requestId: { description: "A decimal int64.", schema: REQUEST_ID },
  event: {
    description: "A lifecycle event.",
    schema: { type: "string", enum: LIFECYCLE_EVENTS.filter((event) => event !== "checkIn") },
  },
};

const TAGS = {
  job: { name: "job", description: "For remote jobs. The request handle in the body is the permission." },
  operator: { name: "operator", description: "For the operator, with a bearer token." },
};

const header = (description: string) => ({ description, schema: { type: "string" } });
const HEADERS: Record<number, Json> = {
  201: { Location: header("The address of the request.") },
  401: { "WWW-Authenticate": header("The scheme to use.") },
  415: { "Accept-Post": header("The media types to use.") },
  503: { "Retry-After": header("After how many seconds to send again.") },
};

/** The possible problems follow from what an operation is. */
const problemsOf = ({ path, by, takes, status }: Operation): number[] => [
  ...(by === "job" ? [400, 403] : [400, 401]),
  ...(path.includes("{requestId}") ? [404] : []),
  ...(status === 201 ? [409] : []),
  ...(takes ? [408, 413] : []),
  ...(by === "job" ? [415] : []),
  ...[500, 503],
];

const content = (schema: Json) => ({ content: Object.fromEntries(MEDIA_TYPES.map((type) => [type, { schema }])) });

const response = (code: number, schema: Json) => [
  code,
  { description: STATUS_CODES[code], ...(HEADERS[code] && { headers: HEADERS[code] }), ...content(schema) },
];

function document(operationId: string, operation: Operation): Json {
  const { path, by, summary, description, takes, query, returns, status = 200 } = operation;
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...PARAMETERS[name],
  }));
  const inQuery = Object.entries(query ? (inputSchema(query).properties as Json) : {});
  return {
    operationId,
    tags: [by],
    summary,
    description,
    security: by === "operator" ? [{ operator: [] }] : [],
    parameters: [...inPath, ...inQuery.map(([name, schema]) => ({ name, in: "query", schema }))],
    ...(takes && { requestBody: { required: by === "job", ...content(ref(takes)) } }),
    responses: Object.fromEntries([
      response(status, ref(returns)),
      ...problemsOf(operation).map((code) => response(code, ref("SimpleExceptionDetail"))),
    ]),
  };
}

export function openapi(url: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: document(name, operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Job requests of a scheduler",
      version: "1",
      description: "The executionStatus endpoint of a job scheduler, with the operations of its operator.",
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "The operator of this server", url },
    },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: `${url}${BASE}` }],
    tags: [TAGS.job, TAGS.operator],
    paths,
    components: { securitySchemes: { operator: { type: "http", scheme: "bearer" } }, schemas: SCHEMAS },
  };
}
