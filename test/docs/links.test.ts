import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { contentOf, PAGES } from "../support/pages.js";

/** The files, headings and scripts that a page links to exist. Web addresses are not requested. */

const withoutCode = (text: string) => text.replaceAll(/^```.*?^```$/gms, "");

/** The anchors of the headings, as GitHub generates them: repeated ones are numbered. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = withoutCode(contentOf(page));
  const named = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  const anchors = new Set<string>(named);
  for (const [, heading = ""] of text.matchAll(/^#+ (.*)$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    let number = 1;
    let anchor = slug;
    while (anchors.has(anchor) && !named.includes(anchor)) anchor = `${slug}-${number++}`;
    anchors.add(anchor);
  }
  return anchors;
}

const linksOf = (page: string) =>
  [
    ...withoutCode(contentOf(page))
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g),
  ].map(([, path = "", anchor]) => ({ path, anchor }));

test.each([...PAGES])("%s links to existing files and headings", (page) => {
  for (const { path, anchor } of linksOf(page)) {
    const target = path === "" ? page : posix.join(posix.dirname(page), path);
    expect(existsSync(new URL(`../../${target}`, import.meta.url)) || `${target} is not there`).toBe(true);
    if (anchor !== undefined) expect([...anchorsOf(target)], `${target} has no such heading`).toContain(anchor);
  }
});

test("the anchor of a heading is the one that GitHub generates", () => {
  expect(anchorsOf("docs/events-and-effects.md")).toContain("effects");
  expect(anchorsOf("docs/xstate.md")).toContain("as-a-reducer-for-records-that-you-store");
  expect(anchorsOf("docs/api.md")).toContain("ess-request-machinetesting");
});

describe("scripts that are named in the text", () => {
  const { scripts } = JSON.parse(contentOf("package.json"));
  const server = JSON.parse(contentOf("docs/examples/server/package.json")).scripts;
  test.each([...PAGES])("%s", (page) => {
    const known = { ...scripts, ...(page.startsWith("docs/examples/server/") ? server : {}) };
    for (const [, name = ""] of contentOf(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g))
      expect(Object.keys(known)).toContain(name);
  });
});
