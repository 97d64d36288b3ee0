import { callbackOutcomes } from "./outcome-table.js";

/** What README.md may have between `<!-- generated: NAME -->` and `<!-- /generated -->`. */
const FRAGMENTS: ReadonlyMap<string, () => string> = new Map([["outcomes", callbackOutcomes]]);

export const withFragments = (readme: string): string =>
  readme.replaceAll(
    /(<!-- generated: (\S+) -->\n).*?(<!-- \/generated -->)/gs,
    (_, opening: string, name: string, closing: string) => {
      const fragment = FRAGMENTS.get(name);
      if (fragment === undefined)
        throw new Error(`README.md asks for "${name}"; there is ${[...FRAGMENTS.keys()].join(", ")}`);
      return `${opening}\n${fragment()}\n\n${closing}`;
    },
  );
