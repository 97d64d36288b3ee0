import { EFFECTS, jobRequestSchema, OUTCOME_REASONS, REQUEST_STATES } from "ess-request-machine";
import { jsonText } from "./json.js";
import { VECTORS_FORMAT } from "./vectors-format.js";

/** docs/vectors/vectors.schema.json: what vectors.json may look like, in JSON Schema. */

type Schema = Readonly<Record<string, unknown>>;

const RECORD = jobRequestSchema["~standard"].jsonSchema.output({ target: "draft-2020-12" });
const { $schema, required } = RECORD;
const properties = RECORD.properties as Schema;
const FIELDS = { type: "object", properties, additionalProperties: false };

/** These members and no others; required, unless all of them are optional. */
const strict = (members: Schema, required: readonly string[] = Object.keys(members)): Schema => ({
  type: "object",
  properties: members,
  required,
  additionalProperties: false,
});

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const list = (items: Schema, rest: Schema = {}): Schema => ({ type: "array", items, ...rest });
const LINE = { type: "string", pattern: "^[^\\n]+$" };
const KEY = { type: "string", pattern: "^[A-Z_]+$" };

/** Any JSON, since inputs may be malformed; the members that a valid object may have. */
const input = (...members: readonly string[]): Schema => ({
  anyOf: [
    { type: "object", properties: Object.fromEntries(members.map((member) => [member, true])) },
    { type: ["array", "null", "string", "number"] },
  ],
});

const withoutEffect = (kind: "ignored" | "rejected"): Schema => {
  const reasons = Object.entries(OUTCOME_REASONS).filter(([, facts]) => facts.kind === kind);
  return strict({
    kind: { const: kind },
    reason: { enum: reasons.map(([reason]) => reason) },
    httpStatus: { enum: [...new Set(reasons.map(([, { httpStatus }]) => httpStatus))] },
  });
};

const ACCEPTED = { changes: ref("changes"), effects: list({ enum: EFFECTS }, { uniqueItems: true }) };
const STATE = { enum: REQUEST_STATES };

const several = (items: Schema): Schema => list(items, { minItems: 1, uniqueItems: true });

const INPUTS = [
  { callbacks: several(input("requestHandle", "status", "statusMessage")) },
  { events: several(input("type", "requestHandle", "at", "message", "result", "state")) },
];

const PROVENANCE = [
  { provenance: { enum: ["documented", "inferred"] }, source: { ...KEY, description: "a key of sources" } },
  { provenance: { const: "assumed" } },
];

const CASES = INPUTS.flatMap((inputs) =>
  PROVENANCE.map((provenance) =>
    strict({
      id: { type: "string", pattern: `^(${REQUEST_STATES.join("|")})(/[^/]+){2,3}$` },
      record: ref("fields"),
      ...inputs,
      outcome: ref("outcome"),
      ...provenance,
      note: LINE,
    }),
  ),
);

const OUTCOMES = [
  strict({ kind: { const: "transitioned" }, from: STATE, to: STATE, ...ACCEPTED }),
  strict({ kind: { const: "recorded" }, ...ACCEPTED }),
  withoutEffect("ignored"),
  withoutEffect("rejected"),
];

const SCHEMA = {
  $schema,
  title: "Test vectors of the request lifecycle",
  ...strict({
    $schema: { type: "string" },
    format: { const: VECTORS_FORMAT, description: "version of this file's shape" },
    provenance: strict({ documented: LINE, inferred: LINE, assumed: LINE }),
    sources: { type: "object", propertyNames: KEY, additionalProperties: { type: "string", pattern: "^https://" } },
    defaults: { ...FIELDS, required },
    cases: list(ref("case"), { minItems: 1 }),
  }),
  $defs: {
    case: { oneOf: CASES },
    outcome: { oneOf: OUTCOMES },
    changes: { ...FIELDS, properties: { ...properties, state: false }, description: "from and to say the state" },
    fields: { ...FIELDS, description: "what differs from the defaults" },
  },
};

export const vectorsSchema = (): string => `${jsonText(SCHEMA)}\n`;
