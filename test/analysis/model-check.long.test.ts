import { describe, expect, test } from "vitest";
import { BOUNDS, exploreWithin } from "../model-check/bounds.js";
import { isConsistent, isConsistentWhenTheLogBeginsLate, isInconsistentWhenChanged, onOneOf } from "./laws.js";

/** `npm run check:analysis` audits every history of the model check. */

describe.each(Object.values(BOUNDS))("of the model check with $title", (bounds) => {
  test.each([
    ["histories are consistent", onOneOf(199, isConsistent)],
    ["histories are consistent when the log begins late", onOneOf(1999, isConsistentWhenTheLogBeginsLate)],
    ["changed histories are inconsistent", onOneOf(199, isInconsistentWhenChanged)],
  ])("%s", (name, law) => {
    expect(exploreWithin(bounds, { [name]: law }).edges).toBeGreaterThan(100_000);
  });
});
