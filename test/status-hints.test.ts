import { executionStatusSchema, parseExecutionStatus, parseJobRequest } from "ess-request-machine";
import { expect, test } from "vitest";
import { MEDIA_TYPES } from "../src/http/response.js";

/** What is said of a callback's body that does not fit: word for word, with a hint of what may have been meant. */

const saidOf = (body: unknown) => (parseExecutionStatus(body).issues ?? []).map(({ message }) => message);
const EIGHT = "SUCCESS, UPDATE, PAUSE, WARNING, ERROR, BUSINESS_ERROR, CANCEL, SUSPEND";

test.each([
  ["SUCCEEDED", "SUCCESS"],
  ["COMPLETED", "SUCCESS"],
  ["UPDATED", "UPDATE"],
  ["PAUSED", "PAUSE"],
  ["WARN", "WARNING"],
  ["FAILED", "ERROR"],
  ["BIZ_ERROR", "BUSINESS_ERROR"],
  ["CANCELLED", "CANCEL"],
  ["CANCELED", "CANCEL"],
  ["SUSPENDED", "SUSPEND"],
  ["success", "SUCCESS"],
  [" Paused\n", "PAUSE"],
  // Twenty characters are read, and no more.
  ["success".padEnd(20), "SUCCESS"],
])("%j may be meant for %s", (status, meant) => {
  expect(saidOf({ status })).toEqual([
    `Expected status to be one of ${EIGHT}, but found a string of ${status.length} characters. Send ${meant} if that is what is meant.`,
  ]);
});

test.each([
  ["success".padEnd(21), "a string of 21 characters"],
  ["nonsense", "a string of 8 characters"],
  ["x", "a string of 1 character"],
  ["", "an empty string"],
  [["SUCCESS"], "an array"],
  [7, "a positive integer"],
  [undefined, "nothing"],
])("of %j nothing is known that may be meant", (status, found) => {
  expect(saidOf({ status })).toEqual([`Expected status to be one of ${EIGHT}, but found ${found}. Send one of them.`]);
});

test("a handle or a text of another type is told, and what to do", () => {
  expect(saidOf({ status: "SUCCESS", requestHandle: 5, statusMessage: true })).toEqual([
    "Expected requestHandle to be a string, but found a positive integer. Send the execution's handle as it was given.",
    "Expected statusMessage to be a string, but found a boolean. Send text, or leave it out.",
  ]);
});

test("what is no object, or cannot be read, is told as that", () => {
  expect(saidOf([])).toEqual([
    "Expected the body to be a JSON object, but found an array. Send requestHandle and status in one.",
  ]);
  const unreadable = {
    status: "SUCCESS",
    get requestHandle() {
      throw new Error("read");
    },
  };
  expect(saidOf(unreadable)).toEqual([
    "Expected requestHandle to be a string, but found a member that cannot be read. Send the execution's handle as it was given.",
  ]);
  expect(parseJobRequest("x").issues?.map(({ message }) => message)).toEqual([
    "Expected a job request, as an object, but found a string of 1 character. Correct the stored record.",
  ]);
  const { issues } = parseJobRequest({ earlierHandles: ["h", ""] });
  expect(issues).toContainEqual({
    path: ["earlierHandles", 1],
    message:
      "Expected each of earlierHandles to be a non-empty string, but found an empty string. Correct the stored record.",
  });
});

test("a dialect of JSON Schema that is not known is told, with those that are", () => {
  expect(() => executionStatusSchema["~standard"].jsonSchema.input({ target: "draft-04" })).toThrow(
    new Error("Expected a target among draft-2020-12, draft-07, openapi-3.0, but found another. Ask for one of them."),
  );
});

test("the endpoint's two media types are those of its documentation, plain JSON first", () => {
  expect(MEDIA_TYPES).toEqual(["application/json", "application/vnd.oracle.resource+json"]);
});
