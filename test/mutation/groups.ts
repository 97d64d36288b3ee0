import { sourcesOf } from "./copy.js";

/** Which tests are asked about which sources: what finds most in the least time comes first. */
export interface Group {
  /** Folders whose files are mutated, but for what another group has; or files. */
  readonly mutates: readonly string[];
  readonly tests: readonly string[];
}

const CHART = ["src/lifecycle/chart.ts", "src/lifecycle/names.ts", "src/lifecycle/events.ts"];

const LIBRARY_TESTS = [
  "accessors",
  "fault-sentences",
  "status-hints",
  "create-request",
  "request-id",
  "facts",
  "machine",
  "parse-execution-status",
  "http-response",
  "stored-records",
  "explain",
  "parse-job-request",
  "schemas",
  "hostile-input",
  "scenarios",
  "vectors",
];

export const GROUPS: Readonly<Record<string, Group>> = {
  /** The generated pages hold every word of it. */
  chart: { mutates: CHART, tests: ["generated-docs", ...LIBRARY_TESTS] },
  inspect: { mutates: ["src/xstate/inspect.ts", "src/xstate/redact-handles.ts"], tests: ["handle-masks", "inspect"] },
  testing: {
    mutates: ["src/testing"],
    tests: [
      "conformance-steps",
      "conformance-shrink",
      "testing-seeds",
      "conformance-story",
      "conformance-lives",
      "testing",
      "conformance",
    ],
  },
  library: { mutates: ["src"], tests: LIBRARY_TESTS },
};

/** Each source in the first group that names it or its folder. */
export function filesByGroup(): readonly (readonly [group: string, files: readonly string[]])[] {
  const taken = new Set<string>();
  return Object.entries(GROUPS).map(([group, { mutates }]) => {
    const files = sourcesOf(mutates).filter((file) => !taken.has(file));
    for (const file of files) taken.add(file);
    return [group, files];
  });
}

/** The group whose sources are mutated now: the processes that Stryker starts have it from their environment. */
export function currentGroup(): Group {
  const group = GROUPS[process.env.MUTATION_GROUP ?? ""];
  if (group === undefined) throw new Error(`Expected MUTATION_GROUP to be one of ${Object.keys(GROUPS).join(", ")}.`);
  return group;
}
