import { readdirSync } from "node:fs";

/** Which tests run against which mutants. A source belongs to the first group that has its folder. */
export interface Group {
  readonly name: string;
  readonly sources: string;
  /** Folders of tests and single files, without slow ones and those that read other files. */
  readonly tests: readonly string[];
}

export const GROUPS: readonly Group[] = [
  {
    name: "testing",
    sources: "src/testing/",
    // The fast ones first.
    tests: [
      "test/testing/conformance-st",
      "test/testing/conformance-sh",
      "test/testing/conformance-r",
      "test/testing/conformance-sc",
      "test/testing/",
    ],
  },
  { name: "analysis", sources: "src/analysis/", tests: ["test/analysis/"] },
  { name: "fetch", sources: "src/fetch/", tests: ["test/http/"] },
  {
    name: "core",
    sources: "src/",
    tests: [
      "test/input/",
      "test/lifecycle/",
      "test/apply/",
      "test/http/response",
      "test/xstate/",
      "test/docs/generated-pages",
      "test/vectors/vectors.",
    ],
  },
];

const SLOW =
  /\/(tools|laws|sequences|cells|conformance-http-server|conformance-stores\.long|.*check\.long|brute-force\.long)\./;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);

export const sources: readonly string[] = filesIn("src")
  .filter((file) => file.endsWith(".ts"))
  .toSorted();

export const groupOf = (source: string): Group => GROUPS.find(({ sources }) => source.startsWith(sources))!;

export function testsOf({ tests }: Group): readonly string[] {
  const all = filesIn("test").filter((file) => file.endsWith(".test.ts") && !SLOW.test(file));
  return [...new Set(tests.flatMap((prefix) => all.filter((file) => file.startsWith(prefix)).toSorted()))];
}
