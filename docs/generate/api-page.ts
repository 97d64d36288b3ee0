import { blocks } from "./markdown.js";
import { type PublicName, publicNamesByEntry } from "./public-names.js";

/** docs/api.md: every public name, by the entry that exports it. */

const GROUPS = ["Functions", "Constants", "Classes", "Types"] as const;

const INTRODUCTION = `Every public name, with its signature and the first sentence of its docstring. \`readonly\` is left out of members: all of
them are. Generated from the sources by \`npm run docs\`; a test fails when it is stale. \`npm run docs:api\` writes the full
reference, with every parameter and member, to \`coverage/api/index.html\`.`;

const item = ({ signature, summary }: PublicName): string => `- \`${signature}\`\\\n  ${summary}`;

const section = (entry: string, names: readonly PublicName[]): readonly string[] => [
  `## ${entry}`,
  ...GROUPS.flatMap((group) => {
    const items = names.filter((name) => name.group === group).map(item);
    return items.length > 0 ? [`### ${group}`, items.join("\n")] : [];
  }),
];

export const apiPage = (): string =>
  blocks(
    "# API",
    INTRODUCTION,
    ...Object.entries(publicNamesByEntry()).flatMap(([entry, names]) => section(entry, names)),
  );
