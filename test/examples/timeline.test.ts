import { gzipSync } from "node:zlib";
import { createRequest } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { MAX_LINE_LENGTH } from "../../docs/examples/timeline/lines.js";
import { timeline } from "../../docs/examples/timeline/timeline.js";
import {
  callback,
  event,
  inChunks,
  type LogLine,
  logOf,
  printed,
  printedFor,
  rowsOf,
  running,
  submit,
} from "../support/timeline.js";

const submitted = { id: "7", input: "submit, 0 retries", result: "WAIT" };
const started = (id: string, requestHandle: string) => [submit(id), ...running(id, requestHandle)];

describe("a log in chunks", () => {
  const log = `${logOf(...started("7", "h-1"), callback("7", "h-1", "UPDATE", "Zürich 🧾 東京 done"))}\n`;

  test.each([1, 2, 3, 7, 64])("reads the same from chunks of %d bytes as from one", async (size) => {
    const whole = await printedFor(inChunks(Buffer.from(log), 1e6));
    expect(whole).toContain('UPDATE "Zürich 🧾 東京 done"');
    expect(await printedFor(inChunks(Buffer.from(log), size))).toBe(whole);
    expect(await printedFor(inChunks(log, size))).toBe(whole);
  });

  test("may end its lines with \\r\\n, and its last line with nothing", async () => {
    const whole = await printedFor(inChunks(log, 1e6));
    expect(await printedFor(inChunks(log.replaceAll("\n", "\r\n"), 5))).toBe(whole);
    expect(await printedFor(inChunks(log.trimEnd(), 5))).toBe(whole);
    expect(await printedFor(inChunks(Buffer.from(`\uFEFF${log}`), 5))).toBe(whole);
  });

  test("may have blank lines: they have numbers, but are not counted", async () => {
    const text = await printed("", " ", submit("7"), "\r", "");
    expect(rowsOf(text)).toEqual([{ line: 3, ...submitted }]);
    expect(text).toMatch(/^ +1 {2}lines/m);
  });

  test("may be empty", async () => {
    expect(await printedFor(inChunks("", 1))).toMatch(/^ +0 {2}requests\n +0 {2}lines/m);
  });
});

describe("a log as other tools write it", () => {
  const lines = [...started("7", "h-1"), callback("7", "h-1", "UPDATE", "Zürich 🧾 東京 done")].map((line) =>
    JSON.stringify(line),
  );
  const results = ["WAIT", "WAIT → READY", "READY → RUNNING, attempt 1; effects: invokeJob"];
  const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();

  test.each<[string, string | Buffer]>([
    ["UTF-16 with a byte order mark", Buffer.from(`\uFEFF${lines.join("\r\n")}`, "utf16le")],
    ["UTF-16 without one", Buffer.from(lines.join("\n"), "utf16le")],
    ["big-endian UTF-16", bigEndian(`\uFEFF${lines.join("\n")}`)],
    ["big-endian UTF-16 without a byte order mark", bigEndian(lines.join("\n"))],
    ["an array with one element a line", `[\n${lines.join(",\n")}\n]\n`],
    ["an array as databases export it", `[${lines.join(",\n")}]`],
    ["an array with leading commas", `[ ${lines.join("\n, ")}\n]`],
    ["an array on one line", `[${lines.join(",")}]`],
    ["JSON text sequences", lines.map((line) => `\x1e${line}\n`).join("")],
  ])("%s is read", async (_, log) => {
    for (const size of [1, 3, 1e6]) {
      const text = await printedFor(inChunks(log, size));
      expect(rowsOf(text).map(({ result }) => result)).toEqual([...results, "200 recorded; effects: deliverUpdate"]);
      expect(text).toContain('UPDATE "Zürich 🧾 東京 done"');
    }
  });
});

describe("an input of which no line can be read", () => {
  const problemOf = (log: string | Buffer, written: string[] = []) =>
    timeline(inChunks(log, 1000), { write: (text) => written.push(text) });
  const pretty = JSON.stringify(submit("7"), undefined, 2);

  test.each<[string, string | Buffer, string]>([
    ["JSON over several lines", `${pretty}\n${pretty}\n`, "jq -c . FILE"],
    ["JSON over several lines", `[\n  ${pretty.replaceAll("\n", "\n  ")}\n]`, "jq -c '.[]' FILE"],
    ["a gzip file", gzipSync(logOf(submit("7"))), "gunzip"],
    ["a zip archive", "PK\x03\x04\x14\0\0\0", "unzip"],
    ["a zstd file", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0, 0]), "zstdcat"],
    ["a binary file", "SQLite format 3\0 and more", "Export"],
    ["a log with other text before the JSON", `2026-11-29 INFO ${logOf(submit("7"))}\n`, "sed"],
    ["XML or HTML", "<html>\n</html>\n", "Export"],
    ["a table (CSV or the like)", "id,status\n7,SUCCESS\n", "Export"],
  ])("is described once: %s", async (name, log, remedy) => {
    const written: string[] = [];
    const problem = await problemOf(log, written);
    expect(problem).toMatch(/^no line could be read\. Line [12]: The line is /);
    expect(problem).toContain(`The input looks like ${name}. `);
    expect(problem).toContain(remedy);
    expect(written).toEqual([]);
  });

  test("is described by its first problem if its format is not known, and not quoted", async () => {
    const problem = await problemOf("secret-text\n".repeat(3));
    expect(problem).toBe("no line could be read. Line 1: The line is not JSON.");
  });

  test("is not read to its end", async () => {
    let read = 0;
    async function* endless() {
      for (; ; read += 1) yield "not a log\n";
    }
    expect(await timeline(endless(), { write: () => {} })).toMatch(/^no line could be read/);
    expect(read).toBeLessThan(200);
  });

  test("does not include a log that begins with some malformed lines", async () => {
    const text = await printed("cut short", "cut short", submit("7"));
    expect(rowsOf(text).map(({ result }) => result)).toEqual(["malformed line", "malformed line", "WAIT"]);
  });
});

const record = { ...createRequest({ requestId: "7" }), state: "RUNNING" as const, requestHandle: "h-2", attempt: 2 };

describe("a malformed line", () => {
  const both = { id: "7", event: { type: "dispatch" }, body: {} };
  test.each<[string, LogLine, string]>([
    ["text that is not JSON", '{"id": "7", "bo', "The line is not JSON."],
    ["an array", "[1]", "The line is JSON, but not an object."],
    ["null", "null", "The line is JSON, but not an object."],
    ["no id", { event: { type: "dispatch" } }, "request id"],
    ["an id with leading zeros", event("007", "dispatch"), "request id"],
    ["an id beyond int64", event("9223372036854775808", "dispatch"), "request id"],
    ["a number that lost digits", '{"id": 9223372036854775807, "body": {}}', "request id"],
    ["no member", { id: "7" }, "Expected one of submit, record, event, body, state, but found none."],
    ["two members", both, "Expected one of submit, record, event, body, state, but found event and body."],
    ["a submit that is not an object", { id: "7", submit: 1 }, "The value of submit is not an object."],
    ["retries that are not a number", submit("7", { retries: "1" }), "retries"],
    ["an unknown option", submit("7", { retires: 1 }), "unknown member; known are retries and validated."],
    ["a second submit", submit("6"), "This request was already submitted."],
    ["a record that is not valid", { id: "7", record: { ...record, attempt: -1 } }, "The record is not valid: "],
    ["an unknown state", { id: "6", state: "WAITING" }, "Unknown request state"],
    ["the record of another request", { id: "8", record }, "The record is that of another request."],
  ])("(%s) is printed with its number and reason, and reading continues", async (_, line, reason) => {
    const text = await printed(submit("6"), line, submit("7"));
    const rows = rowsOf(text);
    expect(rows[1]).toMatchObject({ line: 2, input: "", result: "malformed line" });
    expect(rows[2]).toEqual({ line: 3, ...submitted });
    const explanation = text.slice(text.indexOf("malformed line"), text.indexOf("    3  7")).replace(/\s+/g, " ");
    expect(explanation).toContain(reason);
    expect(text).toMatch(/^ +1 {4}malformed line/m);
  });

  test("that is too long is skipped and not kept, at the beginning and at the end", async () => {
    const long = { ...submit("7"), pad: "x".repeat(MAX_LINE_LENGTH) };
    const rows = rowsOf(await printedFor(inChunks(logOf(long, submit("7"), long), 10_000)));
    expect(rows.map(({ line, result }) => [line, result])).toEqual([
      [1, "malformed line"],
      [2, "WAIT"],
      [3, "malformed line"],
    ]);
  });

  test("is longer than the longest line that is read", async () => {
    const line = logOf(submit("7")).padEnd(MAX_LINE_LENGTH);
    expect(rowsOf(await printedFor(inChunks(line, 10_000)))).toEqual([{ line: 1, ...submitted }]);
    expect(rowsOf(await printedFor(inChunks(`${logOf(submit("6"))}\n${line} `, 10_000)))[1]?.result).toBe(
      "malformed line",
    );
  });
});

describe("requests", () => {
  test("keep every digit of their ids", async () => {
    const text = await printed(
      submit("9223372036854775807"),
      submit(12, { validated: false }),
      event(12, "validationFailed", { message: "No" }),
    );
    expect(text).toContain("\n9223372036854775807  WAIT  ");
    expect(text).toContain('\n12                   VALIDATION_FAILED      failure             0         "No"\n');
  });

  test("may begin with a record, and are replayed from there", async () => {
    const text = await printed({ id: "7", record }, callback("7", "h-2", "SUCCESS"), callback("7", "h-1", "SUCCESS"));
    expect(rowsOf(text).map(({ result }) => result)).toEqual([
      "RUNNING, attempt 2",
      "200 RUNNING → COMPLETED; effects: runPostProcessing",
      "403 rejected HANDLE_MISMATCH",
    ]);
  });

  test("answer 400 with its issues to an invalid body, and do not change", async () => {
    const text = await printed(...started("7", "h-1"), { id: "7", body: null }, callback("7", "h-1", "ERROR", 42));
    const results = rowsOf(text).map(({ result }) => result);
    expect(results.slice(3)).toEqual(["400 invalid body", "400 invalid body"]);
    expect(text).toContain("statusMessage");
    expect(text).toMatch(/^7 +RUNNING +not final +1 +awaits a callback$/m);
  });

  test.each<[string, LogLine[], string]>([
    ["WAIT", [submit("7")], "next: dispatch, block, hold, expire, scheduleEnded"],
    ["RUNNING", started("7", "h"), "awaits a callback"],
    ["PAUSED", [...started("7", "h"), callback("7", "h", "PAUSE")], "next: resume"],
    ["COMPLETED", [...started("7", "h"), callback("7", "h", "WARNING", "Hm")], '"Hm"; next: postProcessed'],
    ["ERROR_MANUAL_RECOVERY", [...started("7", "h"), event("7", "manualRecoveryRequired")], "next: recover, complete"],
    ["CANCELLED", [submit("7"), event("7", "cancel", { at: 0 })], ""],
  ])("in %s at the end are printed with the possible next inputs", async (state, lines, next) => {
    const end = (await printed(...lines)).split("\n").find((row) => row.startsWith("7 "));
    expect(end?.slice(9, 30).trim()).toBe(state);
    expect(end?.slice(62)).toBe(next);
  });
});

describe("a request whose log begins late", () => {
  const late = [
    event("7", "cancel", { at: 0 }),
    callback("7", "h-1", "SUCCESS", "from h-1"),
    { ...callback("7", "h-2", "UPDATE", "h-1, then h-2"), note: "h-1 was first" },
    event("7", "unheard of"),
  ];

  test("has no invented outcomes", async () => {
    const text = await printed(...late, submit("8"));
    expect(rowsOf(text).map(({ input, result }) => [input, result])).toEqual([
      ["cancel at 1970-01-01 00:00", "CANCELLED or CANCELLING if accepted"],
      ["SUCCESS (its message is ignored)", "COMPLETED or SUCCEEDED if accepted"],
      ['UPDATE "***, then ***"', "not known"],
      ["unknown event", "not known"],
      ["submit, 0 retries", "WAIT"],
    ]);
    expect(text).toContain("\n*** was first\n");
    expect(text).toMatch(/^7 {8}not known {14}its log begins late$/m);
    expect(text).toMatch(/^ +2 {2}requests\n +1 {4}not final\n +1 {4}with a log that begins late\n/m);
  });

  test("is explained once", async () => {
    const text = await printed(...late, event("8", "dispatch"));
    expect(text.match(/begins late: what happened before is not known/g)).toHaveLength(1);
  });

  test("is replayed from a record on", async () => {
    const text = await printed(...late, { id: "7", record }, callback("7", "h-2", "SUCCESS"));
    expect(rowsOf(text).at(-1)?.result).toBe("200 RUNNING → COMPLETED; effects: runPostProcessing");
    expect(text).not.toMatch(/^7 {8}not known/m);
    expect(text).toMatch(/^7 {8}COMPLETED /m);
  });
});

describe("a state in which a request was seen", () => {
  const seen = (state: unknown) => ({ id: "7", state });
  const resultsOf = async (...lines: LogLine[]) =>
    rowsOf(await printed(...lines))
      .slice(-1)
      .map(({ result }) => result);

  test("is confirmed, in any spelling", async () => {
    expect(await resultsOf(...started("7", "h-1"), seen("Running"))).toEqual(["RUNNING"]);
  });

  test("is a contradiction if the lines before lead elsewhere", async () => {
    const text = await printed(...started("7", "h-1"), seen("PAUSED"));
    expect(rowsOf(text).at(-1)?.result).toBe("contradiction: PAUSED");
    expect(text).toContain("The lines before lead to RUNNING.");
  });

  test("makes the lines of a late log known", async () => {
    expect(await resultsOf(seen("RUNNING"), event("7", "cancel", { at: 0 }))).toEqual(["now CANCELLING"]);
    expect(await resultsOf(seen("RUNNING"), callback("7", "h-1", "SUCCESS"))).toEqual(["now RUNNING or COMPLETED"]);
    const cancelled = await printed(seen("RUNNING"), event("7", "cancel", { at: 0 }));
    expect(cancelled).toMatch(/^7 {8}CANCELLING {13}its log begins late$/m);
  });

  test("is a contradiction in a late log if no beginning explains it", async () => {
    const lines = [seen("RUNNING"), event("7", "cancel", { at: 0 }), seen("PAUSED"), seen("PAUSED")];
    const text = await printed(...lines);
    expect(rowsOf(text).map(({ result }) => result)).toEqual([
      "RUNNING",
      "now CANCELLING",
      "contradiction: PAUSED",
      "PAUSED",
    ]);
    expect(text).toContain("After the lines before, only CANCELLING is possible.");
  });

  test("is still known after an invalid line", async () => {
    const invalid = [event("7", "cancel", { at: "noon" }), { id: "7", body: null }, callback("7", "h-1", "DONE")];
    expect(await resultsOf(seen("RUNNING"), ...invalid)).toEqual(["now RUNNING"]);
  });
});

describe("colours", () => {
  const style = (format: string, text: string) => `<${format}>${text}</${format}>`;

  test("distinguish callbacks, lines without effect, and results", async () => {
    const written: string[] = [];
    const log = logOf(
      ...started("7", "h-1"),
      callback("7", "h-1", "UPDATE"),
      callback("7", "h-2", "SUCCESS"),
      callback("7", "h-1", "CANCEL"),
      callback("7", "h-1", "CANCEL"),
    );
    await timeline(inChunks(log, 1e6), { write: (text) => written.push(text), style });
    const rows = written.join("").split("\n");
    const rowOf = (line: number) => rows.find((row) => row.startsWith(`    ${line}`));
    expect(rowOf(2)).not.toContain("<");
    expect(rowOf(4)).toMatch(/<blue>UPDATE +<\/blue>/);
    expect(rowOf(5)).toMatch(/<red>SUCCESS .*<red>rejected HANDLE_MISMATCH<\/red>/);
    expect(rowOf(6)).toContain("<gray>RUNNING → CANCELLED; effects: notifyEnded</gray>");
    expect(rowOf(7)).toContain("<yellow>ignored DUPLICATE</yellow>");
    expect(rows.find((row) => row.startsWith("7 "))).toMatch(/<gray>CANCELLED +<\/gray>/);
  });
});

describe("text from outside", () => {
  test("loses its control characters: a line stays one line, and no terminal escape remains", async () => {
    const nasty = "a\u001b[31mb\r\nc\u0007d\u009b2Je\u2028f\u202eg\u0000h\ud800i";
    const text = await printed(...started("7", "h-1"), {
      note: nasty,
      ...callback("7", "h-1", "BUSINESS_ERROR", nasty),
    });
    expect(rowsOf(text)).toHaveLength(4);
    expect(rowsOf(text)[3]?.input).toBe('BUSINESS_ERROR "a [31mb c d 2Je f g h i"');
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  test("is shortened by whole characters", async () => {
    const text = await printed(...started("7", "h-1"), callback("7", "h-1", "UPDATE", "🧾".repeat(1000)));
    expect(text).toContain(`UPDATE "${"🧾".repeat(36)}…"`);
  });

  test("has the handles of its request redacted, before it is shortened", async () => {
    const [first, second, foreign] = ["key-1", "key-1-longer-than-that", "stranger"];
    const text = await printed(
      ...started("7", first),
      { ...callback("7", first, "PAUSE", `saved by ${first}`), note: `from ${first}` },
      { ...event("7", "resume", { requestHandle: second }), note: `to ${second}` },
      callback("7", foreign, "ERROR", `${foreign} was here`),
      callback("7", second, "UPDATE", `${"x".repeat(30)}${second}`),
      callback("8", foreign, "ERROR", `${foreign} was here`),
      event("7", "complete", { state: first, message: `gave up ${second}` }),
      callback("7", second, "BUSINESS_ERROR", `no luck for ${first}, ${second}`),
    );
    expect(text).not.toMatch(/key|strang|longer/);
    expect(text).toContain('PAUSE "saved by ***"');
    expect(text).toContain("\nto ***\n");
    expect(text).toContain('"no luck for ***, ***"');
  });

  test("is not printed where only a name belongs", async () => {
    const secret = "not-to-be-shown";
    const text = await printed(
      ...started("7", "h-1"),
      callback("7", "h-1", secret),
      event("7", secret),
      event("7", "postProcessed", { result: secret }),
      event("7", "cancel", { at: 1e300, state: secret, result: secret }),
      { id: secret, body: {} },
      `{"id": "7", "${secret}`,
    );
    expect(text).not.toContain(secret);
    expect(
      rowsOf(text)
        .map(({ input }) => input)
        .slice(3),
    ).toEqual(["callback", "unknown event", "postProcessed", "cancel", "", ""]);
  });
});
