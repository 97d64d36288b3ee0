import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preferredMediaType } from "../../src/fetch/accept.js";
import { SUCCESS, serving } from "./serving.js";

const JSON_TYPE = "application/json";
const VENDOR = "application/vnd.oracle.resource+json";

describe("the media type of an answer is", () => {
  test.each([
    [JSON_TYPE, "nothing is asked for", null],
    [JSON_TYPE, "the header is empty", ""],
    [JSON_TYPE, "anything is accepted", "*/*"],
    [JSON_TYPE, "both are accepted alike", `${VENDOR}, ${JSON_TYPE}`],
    [JSON_TYPE, "a parameter goes with it", "application/json;charset=utf-8"],
    [JSON_TYPE, "it has the higher quality", `${VENDOR};q=0.5, ${JSON_TYPE};q=0.7`],
    [JSON_TYPE, "neither is accepted", "text/html"],
    [JSON_TYPE, "neither is accepted", "application/*;q=0"],
    [JSON_TYPE, "neither is accepted, the other by name", `text/html, ${VENDOR};q=0`],
    [JSON_TYPE, "only the other is excluded", `*/*, ${VENDOR};q=0`],
    [JSON_TYPE, "the header makes no sense", ";;=,q=2,/"],
    [VENDOR, "it is the only one", VENDOR],
    [VENDOR, "its case differs and parameters go with it", "Application/VND.Oracle.Resource+JSON; type=singular"],
    [VENDOR, "it is named, and anything else accepted too", `${VENDOR}, */*`],
    [VENDOR, "it has the higher quality", `${VENDOR}, ${JSON_TYPE};charset=utf-8;q=0.5`],
    [VENDOR, "it has the higher quality as part of a range", `${JSON_TYPE};q=0.5, application/*`],
    [JSON_TYPE, "the other's quality is out of range, which counts as 1", `${VENDOR};q=9, ${JSON_TYPE}`],
    [VENDOR, "its quality is not a number, which counts as 1", `${VENDOR};q=x, ${JSON_TYPE};q=0.9`],
    [VENDOR, "its quality is negative, which counts as 1", `${VENDOR};q=-1, ${JSON_TYPE};q=0.9`],
    [VENDOR, "its quality is empty, which counts as 1", `${VENDOR};q=, ${JSON_TYPE};q=0.9`],
    [VENDOR, "JSON is excluded", `${JSON_TYPE};q=0, */*;q=0.1`],
  ])("%s if %s", (mediaType, _, accept) => {
    expect(preferredMediaType(accept)).toBe(mediaType);
  });
});

test("a job may accept any type: its report is stored and answered with 200 in one of the two types", async () => {
  const piece = fc.constantFrom(
    "application/json",
    "text/html",
    "*/*",
    VENDOR,
    ";q=0",
    ";q=9",
    ";charset=utf-8",
    ",",
    "x",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece).map((pieces) => pieces.join("")),
      async (accept) => {
        const { send, requests } = serving();
        const { status, type } = await send(SUCCESS, { headers: { accept } });
        expect(status).toBe(200);
        expect([JSON_TYPE, VENDOR]).toContain(type);
        expect(requests.get("101")?.state).toBe("COMPLETED");
      },
    ),
    { numRuns: 200, seed: 15 },
  );
});
