/** Splits the lines of scenarios into words. Anything unknown throws: a skipped line would prove nothing. */

export function fail(expected: string, found: string): never {
  throw new Error(`Expected ${expected}, but found ${found || "nothing"}.`);
}

export const nameIn = <Name extends string>(names: readonly Name[], found: string, what: string): Name =>
  names.find((name) => name === found) ?? fail(what, found);

/** Splits at separators outside strings: those that are followed by an even number of quotes. */
export const splitOutsideStrings = (text: string, separator: string): readonly string[] =>
  text.split(new RegExp(`${separator}(?=(?:[^"]*"[^"]*")*[^"]*$)`));

export const wordsOf = (text: string): readonly string[] => (text === "" ? [] : splitOutsideStrings(text, " +"));

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("JSON", text);
  }
}

/** Reads `name=JSON …`. */
export function readMembers<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): { readonly [N in Name]?: unknown } {
  const members: { [N in Name]?: unknown } = {};
  for (const word of words) {
    const [, found = "", json = ""] = /^(\w+)=(.*)$/.exec(word) ?? fail("name=JSON", word);
    const name = nameIn(names, found, `one of ${names.join(", ")}`);
    if (Object.hasOwn(members, name)) fail(`${name} once`, word);
    members[name] = readJson(json);
  }
  return members;
}
