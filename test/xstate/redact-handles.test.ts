import { redactHandles } from "ess-request-machine/inspect";
import { toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { HOSTILE, RUNNING } from "../support/boundary.js";

/** Redaction of handles in records and events, before an inspector shows them. */

const { state: _, ...CONTEXT } = RUNNING;

describe("the handles of a record are redacted", () => {
  test("the latest and the earlier ones, and nothing else changes", () => {
    const shown = redactHandles().sanitizeContext(CONTEXT);
    expect(shown).toEqual({ ...CONTEXT, requestHandle: "***", earlierHandles: ["***"] });
    expect(Object.keys(shown)).toEqual(Object.keys(CONTEXT));
  });

  test("in a copy: the record itself does not change", () => {
    const context = Object.freeze({ ...CONTEXT, earlierHandles: Object.freeze(["handle-1"]) });
    redactHandles().sanitizeContext(context);
    expect(context).toEqual(CONTEXT);
  });

  test("but a missing handle stays visible", () => {
    const context = { ...CONTEXT, requestHandle: null, earlierHandles: [] };
    expect(redactHandles().sanitizeContext(context)).toEqual(context);
  });

  test("in its texts too", () => {
    const context = { ...CONTEXT, message: "handle-1 and handle-2: handle-1", update: "handle-3" };
    const { message, update } = redactHandles().sanitizeContext(context);
    expect([message, update]).toEqual(["*** and ***: ***", "handle-3"]);
  });

  test("completely, if one handle begins with another", () => {
    const handles = { requestHandle: "h", earlierHandles: ["h-1", "h-12"] };
    const { message } = redactHandles().sanitizeContext({ ...CONTEXT, ...handles, message: "h-12 h-1 h" });
    expect(message).toBe("*** *** ***");
  });

  test("also if earlierHandles is not a list", () => {
    expect(redactHandles().sanitizeContext({ earlierHandles: "handle-1" })).toEqual({ earlierHandles: "***" });
  });
});

describe("in texts, handles of other records", () => {
  const redactionAfter = (records: number) => {
    const redaction = redactHandles();
    for (let i = 0; i < records; i++) redaction.sanitizeContext({ requestHandle: `[${i}]` });
    return redaction;
  };

  test("are redacted if they are among the last thousand handles", () => {
    expect(redactionAfter(1000).sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [999]" }).statusMessage).toBe(
      "*** ***",
    );
  });

  test("are forgotten after that, so that the cost of a text is limited", () => {
    expect(redactionAfter(1001).sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [1]" }).statusMessage).toBe(
      "[0] ***",
    );
  });

  test("are remembered again when they are shown again", () => {
    const redaction = redactionAfter(1000);
    redaction.sanitizeContext({ requestHandle: "[0]" });
    redaction.sanitizeContext({ requestHandle: "[1000]" });
    expect(redaction.sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [1]" }).statusMessage).toBe("*** [1]");
  });
});

describe("anything but a record is returned unchanged", () => {
  test.each([undefined, null, "text", 7])("%s", (context) => {
    expect(redactHandles().sanitizeContext(context)).toBe(context);
  });

  test("another machine's context", () => {
    const context = { count: 1, title: "some text", nested: { deep: true } };
    expect(redactHandles().sanitizeContext(context)).toEqual(context);
  });
});

describe("the handle of an event is redacted", () => {
  test("and nothing else changes", () => {
    const event = { type: "checkIn", requestHandle: "handle-2", at: 5 };
    expect(redactHandles().sanitizeEvent(event)).toEqual({ type: "checkIn", requestHandle: "***", at: 5 });
    expect(event.requestHandle).toBe("handle-2");
  });

  test("in its texts too, but not in its type", () => {
    const event = { type: "ERROR", requestHandle: "ERROR", statusMessage: "ERROR again" };
    expect(redactHandles().sanitizeEvent(event)).toEqual({
      type: "ERROR",
      requestHandle: "***",
      statusMessage: "*** again",
    });
  });

  test("and its texts contain no handle of a record that was shown before", () => {
    const { sanitizeContext, sanitizeEvent } = redactHandles();
    sanitizeContext(CONTEXT);
    sanitizeContext({ requestHandle: "another-request's" });
    const event = { type: "ERROR", statusMessage: "handle-1, handle-2, another-request's, handle-3" };
    expect(sanitizeEvent(event)).toEqual({ type: "ERROR", statusMessage: "***, ***, ***, handle-3" });
  });

  test("and is not remembered: anybody can send any handle", () => {
    const { sanitizeEvent } = redactHandles();
    sanitizeEvent({ type: "UPDATE", requestHandle: "e" });
    const event = { type: "UPDATE", statusMessage: "three files" };
    expect(sanitizeEvent(event)).toEqual(event);
  });

  test.each([undefined, null, ""])("but a missing handle stays visible: %j", (requestHandle) => {
    const event = { type: "SUCCESS", requestHandle, statusMessage: "done" };
    expect(redactHandles().sanitizeEvent(event)).toEqual(event);
  });

  test.each(Object.entries(HOSTILE))("also if it is %s", (_, requestHandle) => {
    expect(redactHandles().sanitizeEvent({ type: "SUCCESS", requestHandle })).toEqual({
      type: "SUCCESS",
      requestHandle: "***",
    });
  });
});

describe("the output of an ended actor", () => {
  test("is redacted in a copy, and the message is kept", () => {
    const ended = toSnapshot({ ...RUNNING, state: "CANCELLED" });
    const message = { type: "@xstate.snapshot", snapshot: ended };
    expect(redactHandles().filter(message)).toBe(true);
    expect(message.snapshot.output).toEqual({ ...ended.output, requestHandle: "***", earlierHandles: ["***"] });
    expect(ended.output?.requestHandle).toBe("handle-2");
  });

  test("shows no known handle in its texts", () => {
    const redaction = redactHandles();
    redaction.sanitizeContext({ requestHandle: "handle-9" });
    const output = { ...RUNNING, message: "handle-1, handle-9" };
    const message = { snapshot: { output } };
    redaction.filter(message);
    expect(message.snapshot.output.message).toBe("***, ***");
  });

  test.each([undefined, {}, ...[["handle-2"], "requestHandle", null].map((output) => ({ output }))])(
    "is unchanged if it is not a record: %j",
    (snapshot) => {
      const message = { type: "@xstate.snapshot", snapshot };
      expect(redactHandles().filter(message)).toBe(true);
      expect(message.snapshot).toBe(snapshot);
    },
  );
});

test("redacting twice gives the same as redacting once", () => {
  const { sanitizeContext, sanitizeEvent } = redactHandles();
  const context = sanitizeContext({ ...CONTEXT, message: "by handle-1" });
  const event = sanitizeEvent({ type: "ERROR", requestHandle: "handle-2", statusMessage: "by handle-1" });
  const again = redactHandles();
  expect(again.sanitizeContext(context)).toEqual(context);
  expect(again.sanitizeEvent(event)).toEqual(event);
});
