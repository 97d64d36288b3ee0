/** Values that real code changes or confuses: each has a name, for coverage and for the page. */

const repeated = (text: string, length: number): string => text.repeat(length).slice(0, length);

/** Texts that code trims, folds, normalises, truncates, escapes, parses or re-encodes. */
export const TEXTS: Readonly<Record<string, string>> = {
  "a text": "text",
  "an empty text": "",
  "a blank text": " ",
  "spaces around": " text ",
  "a line break after": "text\n",
  "upper and lower case": "Text OF a Job",
  "line breaks and tabs": "one\r\ntwo\n\tthree",
  "composed accents": "\u00dcberlast \u00e9\u00e5",
  "decomposed accents": "U\u0308berlast e\u0301a\u030a",
  "compatibility characters": "\ufb01 \u2460 \uff21",
  "a byte order mark": "\ufefftext",
  "no-break and zero-width spaces": "a\u00a0b\u200bc\u2028d",
  "characters beyond 16 bits": "\u{1f680} \u{20bb7}",
  "half a surrogate pair": "a\ud800b",
  NUL: "a\u0000b",
  "control characters": "a\u0007\u001bb\u007f",
  "quotes and backslashes": `it's "\\" \`x\``,
  "replacement patterns": "$& $1 $$ %s %d %25 {0}",
  markup: "<b>&amp;</b>",
  "a number": "0012",
  "a literal": "null",
  "another literal": "undefined",
  JSON: '{"state":"SUCCEEDED"}',
  "a member of every object": "__proto__",
  "a name of a state": "SUCCEEDED",
  "a name of a status": "SUCCESS",
  "256 characters": repeated("abcdefghi ", 256),
  "1,025 characters": repeated("abcdefghi\u00e9", 1025),
  "4,001 characters": repeated("abcdefghij", 4001),
};

const NAMES: ReadonlyMap<unknown, string> = new Map(Object.entries(TEXTS).map(([name, text]) => [text, name]));

/** The name of one of {@link TEXTS}; undefined for any other value. */
export const textName = (value: unknown): string | undefined => NAMES.get(value);

/** Names that are not statuses: near misses, names of other things, and names that every JavaScript object has. */
export const UNKNOWN_STATUSES: readonly unknown[] = [
  "PAUSED",
  "success",
  "SUCCESS ",
  "SUCCEEDED",
  "BIZ_ERROR",
  "start",
  "toString",
  "constructor",
  "__proto__",
  "",
  null,
  0,
  true,
  ["SUCCESS"],
  {},
];

export const UNKNOWN_EVENTS: readonly unknown[] = [
  "suspend",
  "SUCCESS",
  "HOLD",
  "xstate.stop",
  "toString",
  "constructor",
  "__proto__",
  null,
  0,
];

/** Values that are not handles. */
export const INVALID_HANDLES: readonly unknown[] = [null, 0, 5, true, ["handle"], {}];

/** The largest time plus one: an implementation with real 64-bit integers need not reject it. */
const BEYOND_DOUBLES = Number.MAX_SAFE_INTEGER + 1;

/** Values that are not times; `undefined` leaves the member out. */
export const INVALID_TIMES: readonly unknown[] = [
  undefined,
  null,
  "",
  "0",
  "1700000000000",
  "2023-11-14T22:13:20Z",
  -1,
  0.5,
  true,
  [],
  [5],
  {},
  BEYOND_DOUBLES,
];

/** Values that are not messages. */
export const INVALID_MESSAGES: readonly unknown[] = [7, 0, true, false, ["text"], {}];

/** Values that are not members of a list of names. */
export const invalidNames = (valid: string, ...near: readonly unknown[]): readonly unknown[] => [
  undefined,
  null,
  "",
  valid.toLowerCase(),
  `${valid} `,
  [valid],
  0,
  1,
  true,
  {},
  "toString",
  "__proto__",
  ...near,
];

/**
 * Members with the names of a record's fields and of payloads: inputs that do not carry them must ignore them.
 */
export const EXTRA_MEMBERS = {
  requestHandle: "extra",
  at: 1,
  message: "extra",
  result: "WARN",
  state: "SUCCEEDED",
  schemaVersion: 2,
  requestId: "1",
  earlierHandles: [],
  reportedStatus: "SUCCESS",
  attempt: 99,
  retries: 99,
  retriedCount: 99,
  update: "extra",
  pausedState: "extra",
  executableState: "WARNING",
  errorType: "TIMEOUT",
  timedOut: true,
  cancelSeenAt: 1,
};

const FIRST_IDS = [2n ** 53n, 2n ** 63n - 1n, 1n, 2n ** 32n - 1n] as const;

/**
 * The id of a request, in turn beyond 2^53, at the upper end of int64, at its lower end and beyond 32 bits. Neighbours
 * are equal as doubles in the second range, and often in the first.
 *
 * @param range which range; any number
 * @param index how many ids of the range come before; at most one request of a run has each
 */
export function requestIdOf(range: number, index: number): string {
  const turn = range % FIRST_IDS.length;
  const first = FIRST_IDS[turn]!;
  return String(turn === 1 ? first - BigInt(index) : first + BigInt(index));
}
