import { describe, expect, test } from "vitest";
import type { Life } from "../src/testing/life.js";
import type { Failure } from "../src/testing/play.js";
import { shrink } from "../src/testing/shrink.js";

/** How the conformance suite makes a life short that shows a fault. */

describe("a failing life is made short:", () => {
  const lifeOf = (names: string, created: Life["created"]): Life => ({
    created,
    steps: [...names].map((event) => ({ event })),
  });
  const namesOf = ({ steps }: Life) => steps.map((step) => ("event" in step ? step.event : "")).join("");

  /** Shortens a life, and notes each that was played on the way. */
  async function shortened(from: Life, fails: (names: string, created: Life["created"]) => boolean) {
    const played: string[] = [];
    const { life, story } = await shrink(
      { life: from, story: "first" },
      async (tried): Promise<Failure | undefined> => {
        const { retries, validated } = tried.created;
        played.push(`${namesOf(tried)} ${retries} ${validated}`);
        return fails(namesOf(tried), tried.created) ? { life: tried, story: `${played.length}` } : undefined;
      },
    );
    return { names: namesOf(life), created: life.created, story, played };
  }

  test("of many steps those are left without which it does not fail, and the beginning is plain", async () => {
    const begun = { retries: 3, validated: false };
    const { names, created, played, story } = await shortened(lifeOf("abcdefgh", begun), (tried) => /c.*f/.test(tried));
    expect(names).toBe("cf");
    expect(created).toEqual({ retries: 0, validated: true });
    expect(story).not.toBe("first");
    expect(played).toEqual([
      " 3 false",
      "efgh 3 false",
      "afgh 3 false",
      "abgh 3 false",
      "abch 3 false",
      "abcd 3 false",
      "cdefgh 3 false",
      "gh 3 false",
      "ch 3 false",
      "cd 3 false",
      "efgh 3 false",
      "cfgh 3 false",
      " 3 false",
      "gh 3 false",
      "ch 3 false",
      "cf 3 false",
      " 3 false",
      "f 3 false",
      "c 3 false",
      "cf 3 true",
      "cf 1 true",
      "cf 0 true",
      " 0 true",
      "f 0 true",
      "c 0 true",
    ]);
  });

  test("what needs a retry or no validation keeps it", async () => {
    const begun = { retries: 3, validated: false };
    const retried = await shortened(lifeOf("ab", begun), (_, { retries }) => retries > 0);
    expect(retried.created).toEqual({ retries: 1, validated: true });
    const unvalidated = await shortened(lifeOf("ab", begun), (_, { validated }) => !validated);
    expect(unvalidated.created).toEqual({ retries: 0, validated: false });
  });

  test("steps that only another beginning needs go with it", async () => {
    const fails = (names: string, { validated }: Life["created"]) =>
      names.includes("x") && (validated || names.includes("v"));
    const { names, created } = await shortened(lifeOf("vx", { retries: 0, validated: false }), fails);
    expect([names, created]).toEqual(["x", { retries: 0, validated: true }]);
  });

  test("and one that cannot be shorter stays as it is", async () => {
    const { names, story } = await shortened(lifeOf("ab", { retries: 0, validated: true }), () => false);
    expect([names, story]).toEqual(["ab", "first"]);
  });
});
