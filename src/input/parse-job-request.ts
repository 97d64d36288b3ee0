import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import { isNonEmptyString } from "../lifecycle/guards.js";
import { copyRequest, type JobRequest } from "../lifecycle/job-request.js";
import { describe, type Issue, isArray, isObject, issueAt, type ParseResult, readElements, readOwn } from "./read.js";
import { RECORD_RULES } from "./record-rules.js";
import { RECORD_VALIDATORS } from "./validators.js";

type Fields = Record<keyof JobRequest, unknown>;

const FIELD_NAMES = Object.keys(RECORD_VALIDATORS) as readonly (keyof JobRequest)[];
const REMEDY = "Correct the stored record.";

/**
 * Parses a stored record. Never throws.
 *
 * @param record any value, such as the parsed JSON of a row; only its own members are read
 * @returns a new record without unknown members; or every fault: fields of a wrong type or range, and fields that
 * contradict each other
 */
export function parseJobRequest(record: unknown): ParseResult<JobRequest> {
  if (!isObject(record)) return issueAt([], `The job request must be an object, but is ${describe(record)}. ${REMEDY}`);
  const fields = readFields(record);
  const request = copyRequest(fields as JobRequest);
  return isWellFormed(fields, request) ? { value: request } : { issues: findIssues(fields, request) };
}

function readFields(record: object): Fields {
  const fields = {} as Fields;
  for (const name of FIELD_NAMES) fields[name] = readOwn(record, name);
  fields.earlierHandles = readElements(fields.earlierHandles, MAX_EARLIER_HANDLES);
  return fields;
}

/** Most records are well formed: look for issues only in the others. */
const isWellFormed = (fields: Fields, request: JobRequest): boolean =>
  FIELD_NAMES.every((name) => RECORD_VALIDATORS[name].isValid(fields[name])) &&
  RECORD_RULES.every(({ isValid }) => isValid(request));

function findIssues(fields: Fields, request: JobRequest): readonly Issue[] {
  const typeIssues = FIELD_NAMES.filter((name) => !RECORD_VALIDATORS[name].isValid(fields[name])).flatMap((name) =>
    issuesOfField(name, fields[name]),
  );
  const invalid = new Set(typeIssues.map(({ path }) => path[0]));
  const brokenRules = RECORD_RULES.filter(
    ({ fields: names, isValid }) => !names.some((name) => invalid.has(name)) && !isValid(request),
  );
  return [
    ...typeIssues,
    ...brokenRules.map(({ fields: [name], expected }) => mustBe([name!], name!, expected, request[name!])),
  ];
}

function issuesOfField(name: keyof JobRequest, value: unknown): readonly Issue[] {
  if (name !== "earlierHandles" || !isArray(value) || value.length > MAX_EARLIER_HANDLES) {
    return [mustBe([name], name, RECORD_VALIDATORS[name].expected, value)];
  }
  return [...value.entries()]
    .filter(([, handle]) => !isNonEmptyString(handle))
    .map(([index, handle]) => mustBe([name, index], `earlierHandles[${index}]`, "a non-empty string", handle));
}

const mustBe = (path: Issue["path"], name: string, expected: string, value: unknown): Issue => ({
  path,
  message: `${name} must be ${expected}, but is ${describe(value)}. ${REMEDY}`,
});
