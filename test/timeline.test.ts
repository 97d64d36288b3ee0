import { describe, expect, test } from "vitest";
import { MAX_LINE_LENGTH } from "../docs/examples/timeline/lines.js";
import { callback, event, inChunks, type LogLine, logOf, rowsOf, running, printed, printedFor } from "./support/timeline.js";

const dispatched = { id: "7", input: "dispatch", result: "WAIT → READY" };

describe("a log in chunks", () => {
  const log = `${logOf(...running("7", "h-1"), callback("7", "h-1", "UPDATE", "Zürich 🧾 東京 done"))}\n`;

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

  test("may have blank lines, which count only in the numbers", async () => {
    const text = await printed("", " ", event("7", "dispatch"), "\r", "");
    expect(rowsOf(text)).toEqual([{ line: 3, ...dispatched }]);
    expect(text).toMatch(/^ +1 {2}lines/m);
  });

  test("may be empty", async () => {
    expect(await printedFor(inChunks("", 1))).toMatch(/^ +0 {2}requests\n +0 {2}lines/m);
  });
});

describe("a malformed line", () => {
  const both = { id: "7", event: { type: "dispatch" }, body: {} };
  test.each<[string, LogLine, string]>([
    ["no JSON", '{"id": "7", "bo', "Expected JSON"],
    ["no object", "[1]", "Expected a JSON object"],
    ["null", "null", "Expected a JSON object"],
    ["no id", { event: { type: "dispatch" } }, "Expected a request id, a decimal int64"],
    ["an id that is none", event("007", "dispatch"), "Expected a request id, a decimal int64"],
    ["an id beyond int64", event("9223372036854775808", "dispatch"), "Expected a request id, a decimal int64"],
    [
      "a number that lost digits",
      '{"id": 9223372036854775807, "body": {}}',
      "Expected a request id, a decimal int64 from 1",
    ],
    ["neither body nor event", { id: "7" }, "Expected one of submit, event and body, but found none."],
    ["both", both, "Expected one of submit, event and body, but found event and body."],
    ["a submit that is none", { id: "7", submit: 1 }, "Expected submit to be an object"],
    ["retries that are none", { id: "7", submit: { retries: "1" } }, "Expected retries to be an integer"],
    [
      "an option that is none",
      { id: "7", submit: { retires: 1 } },
      "Expected nothing in submit but retries and validated",
    ],
    ["a second submit", { id: "6", submit: {} }, "Expected a new request, but found one that is known."],
  ])("(%s) is reported with its number and reason, and the run goes on", async (_, line, reason) => {
    const text = await printed({ id: "6", submit: {} }, line, event("7", "dispatch"));
    const rows = rowsOf(text);
    expect(rows[1]).toMatchObject({ line: 2, input: "", result: "malformed line" });
    expect(rows[2]).toEqual({ line: 3, ...dispatched });
    expect(text.replace(/\s+/g, " ")).toContain(` 2 ${rows[1]?.id ? `${rows[1].id} ` : ""}malformed line ${reason}`);
    expect(text).toMatch(/^ +1 {2}malformed line/m);
  });

  test("that is too long is skipped and not kept, wherever it is", async () => {
    const pad = "x".repeat(MAX_LINE_LENGTH);
    const long = { ...event("7", "dispatch"), pad };
    const rows = rowsOf(await printedFor(inChunks(logOf(long, event("7", "dispatch"), long), 10_000)));
    expect(rows.map(({ line, result }) => [line, result])).toEqual([
      [1, "malformed line"],
      [2, "WAIT → READY"],
      [3, "malformed line"],
    ]);
  });

  test("is not one as long as it is no longer than allowed", async () => {
    const line = logOf(event("7", "dispatch")).padEnd(MAX_LINE_LENGTH);
    expect(rowsOf(await printedFor(inChunks(line, 10_000)))).toEqual([{ line: 1, ...dispatched }]);
    expect(rowsOf(await printedFor(inChunks(`${line} `, 10_000)))[0]?.result).toBe("malformed line");
  });
});

describe("requests", () => {
  test("an event submits its request, and its id keeps every digit", async () => {
    const text = await printed(event("9223372036854775807", "dispatch"), event(12, "validationFailed", { message: "No" }));
    expect(text).toContain("\n9223372036854775807  READY  ");
    expect(text).toContain('\n12                   VALIDATION_FAILED      failure             0         "No"\n');
  });

  test("a callback for an unknown request is answered 404 and submits nothing", async () => {
    const text = await printed(callback("7", "h-1", "SUCCESS"), callback("7", "h-1", "PAUSED"));
    expect(rowsOf(text).map(({ result }) => result)).toEqual(["404 no such request", "404 no such request"]);
    expect(text).toMatch(/^ +0 {2}requests/m);
  });

  test("a malformed body is answered 400 with its issues and changes nothing", async () => {
    const text = await printed(...running("7", "h-1"), { id: "7", body: null }, callback("7", "h-1", "ERROR", 42));
    expect(
      rowsOf(text)
        .map(({ result }) => result)
        .slice(2),
    ).toEqual(["400 invalid body", "400 invalid body"]);
    expect(text).toContain("Expected the body to be a JSON object, but found null.");
    expect(text).toContain("Expected statusMessage to be a string, but found a positive integer.");
    expect(text).toMatch(/^7 +RUNNING +not final +1 +awaits a callback$/m);
  });

  test.each<[string, LogLine[], string]>([
    ["WAIT", [{ id: "7", submit: {} }], "next: dispatch, block, hold, expire, scheduleEnded"],
    ["RUNNING", running("7", "h"), "awaits a callback"],
    ["PAUSED", [...running("7", "h"), callback("7", "h", "PAUSE")], "next: resume"],
    ["COMPLETED", [...running("7", "h"), callback("7", "h", "WARNING", "Hm")], '"Hm"; next: postProcessed'],
    ["ERROR_MANUAL_RECOVERY", [...running("7", "h"), event("7", "manualRecoveryRequired")], "next: recover, complete"],
    ["CANCELLED", [event("7", "cancel", { at: 0 })], ""],
  ])("in %s at the end are printed with what may come", async (state, lines, awaited) => {
    const ending = (await printed(...lines)).split("\n").find((row) => row.startsWith("7 "));
    expect(ending?.slice(9, 30).trim()).toBe(state);
    expect(ending?.slice(62)).toBe(awaited);
  });
});

describe("text from outside", () => {
  test("loses its control characters: one line stays one line, and no terminal escape gets out", async () => {
    const nasty = "a\u001b[31mb\r\nc\u0007d\u009b2Je\u2028f\u202eg\u0000h\ud800i";
    const text = await printed(...running("7", "h-1"), {
      note: nasty,
      ...callback("7", "h-1", "BUSINESS_ERROR", nasty),
    });
    expect(rowsOf(text)).toHaveLength(3);
    expect(rowsOf(text)[2]?.input).toBe('BUSINESS_ERROR "a [31mb c d 2Je f g h i"');
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  test("is shortened, whole characters only", async () => {
    const text = await printed(...running("7", "h-1"), callback("7", "h-1", "UPDATE", "🧾".repeat(1000)));
    expect(text).toContain(`UPDATE "${"🧾".repeat(36)}…"`);
  });

  test("has the handles of its request masked, before it is shortened", async () => {
    const [first, second, foreign] = ["key-1", "key-1-longer-than-that", "stranger"];
    const text = await printed(
      ...running("7", first),
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

  test("is not printed at all where only a name belongs", async () => {
    const secret = "not-to-be-told";
    const text = await printed(
      ...running("7", "h-1"),
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
        .slice(2),
    ).toEqual(["callback", "unknown event", "postProcessed", "cancel", "", ""]);
  });
});
