/** Plain data as a JavaScript literal that people can read: what fits on a line stays on it. */

const WIDTH = 120;

const key = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

type Entry = readonly [prefix: string, value: unknown];

const entriesOf = (value: object): Entry[] =>
  Array.isArray(value)
    ? value.map((item) => ["", item])
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => [`${key(name)}: `, item]);

const wrap = (value: object, space: string, content: string): string =>
  Array.isArray(value) ? `[${content}]` : content === "" ? "{}" : `{${space}${content}${space}}`;

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const content = entriesOf(value).map(([prefix, item]) => prefix + onOneLine(item));
  return wrap(value, " ", content.join(", "));
}

/** `column` is where the literal begins, `indent` how far in its line does. */
export function javascriptLiteral(value: unknown, indent = "", column = 0): string {
  const short = onOneLine(value);
  if (typeof value !== "object" || value === null || column + short.length < WIDTH) return short;
  const inner = `${indent}  `;
  const lines = entriesOf(value).map(
    ([prefix, item]) => `${inner}${prefix}${javascriptLiteral(item, inner, inner.length + prefix.length)},\n`,
  );
  return wrap(value, "", `\n${lines.join("")}${indent}`);
}
