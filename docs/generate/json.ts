/** Prints JSON for people: an object or array that fits on a line is on a line. */

const WIDTH = 120;

/** Each member of an object after its name and a colon; each element of an array after nothing. */
const membersOf = (value: object): readonly (readonly [name: string, value: unknown])[] =>
  Array.isArray(value)
    ? value.map((element) => ["", element])
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [`${JSON.stringify(name)}: `, member]);

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = membersOf(value).map(([name, member]) => name + onOneLine(member));
  if (Array.isArray(value)) return `[${members.join(", ")}]`;
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** @param start what precedes the value on its line */
export function jsonText(value: unknown, start = ""): string {
  const line = start + onOneLine(value);
  if (line.length < WIDTH || typeof value !== "object" || value === null) return line;
  const indent = /^ */.exec(start)?.[0] ?? "";
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = membersOf(value).map(([name, member]) => jsonText(member, `${indent}  ${name}`));
  return `${start}${open}\n${lines.join(",\n")}\n${indent}${close}`;
}
