import { redactHandles } from "ess-request-machine/inspect";
import { describe, expect, test } from "vitest";
import { HOSTILE, RUNNING } from "./support/boundary.js";

/** What becomes of records and events before an inspector sees them. */

const { state: _, ...CONTEXT } = RUNNING;

describe("a record's handles are masked", () => {
  test("the latest and the earlier ones, and nothing else is touched", () => {
    const shown = redactHandles().sanitizeContext(CONTEXT);
    expect(shown).toEqual({ ...CONTEXT, requestHandle: "***", earlierHandles: ["***"] });
    expect(Object.keys(shown)).toEqual(Object.keys(CONTEXT));
  });

  test("and the record itself is left as it was", () => {
    const context = Object.freeze({ ...CONTEXT, earlierHandles: Object.freeze(["handle-1"]) });
    redactHandles().sanitizeContext(context);
    expect(context).toEqual(CONTEXT);
  });

  test("that there is none is shown", () => {
    const context = { ...CONTEXT, requestHandle: null, earlierHandles: [] };
    expect(redactHandles().sanitizeContext(context)).toEqual(context);
  });

  test("wherever one of its texts quotes them", () => {
    const context = { ...CONTEXT, message: "handle-1 and handle-2: handle-1", update: "handle-3" };
    const { message, update } = redactHandles().sanitizeContext(context);
    expect([message, update]).toEqual(["*** and ***: ***", "handle-3"]);
  });

  test("whole, where one begins with another", () => {
    const handles = { requestHandle: "h", earlierHandles: ["h-1", "h-12"] };
    const { message } = redactHandles().sanitizeContext({ ...CONTEXT, ...handles, message: "h-12 h-1 h" });
    expect(message).toBe("*** *** ***");
  });

  test("also where they are no list", () => {
    expect(redactHandles().sanitizeContext({ earlierHandles: "handle-1" })).toEqual({ earlierHandles: "***" });
  });
});

describe("a text's handles of other records", () => {
  const shown = (records: number) => {
    const masks = redactHandles();
    for (let i = 0; i < records; i++) masks.sanitizeContext({ requestHandle: `[${i}]` });
    return masks;
  };

  test("are masked for the last thousand that were shown", () => {
    expect(shown(1000).sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [999]" }).statusMessage).toBe("*** ***");
  });

  test("are forgotten beyond that, or each text would cost more than the one before", () => {
    expect(shown(1001).sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [1]" }).statusMessage).toBe("[0] ***");
  });

  test("are remembered anew when they are shown again", () => {
    const masks = shown(1000);
    masks.sanitizeContext({ requestHandle: "[0]" });
    masks.sanitizeContext({ requestHandle: "[1000]" });
    expect(masks.sanitizeEvent({ type: "UPDATE", statusMessage: "[0] [1]" }).statusMessage).toBe("*** [1]");
  });
});

describe("what is no record comes back as it is", () => {
  test.each([undefined, null, "text", 7])("%s", (context) => {
    expect(redactHandles().sanitizeContext(context)).toBe(context);
  });

  test("another machine's context", () => {
    const context = { count: 1, title: "some text", nested: { deep: true } };
    expect(redactHandles().sanitizeContext(context)).toEqual(context);
  });
});

describe("an event's handle is masked", () => {
  test("and its type and its other members stay", () => {
    const event = { type: "checkIn", requestHandle: "handle-2", at: 5 };
    expect(redactHandles().sanitizeEvent(event)).toEqual({ type: "checkIn", requestHandle: "***", at: 5 });
    expect(event.requestHandle).toBe("handle-2");
  });

  test("in its texts too, and the type stays whatever the handle is", () => {
    const event = { type: "ERROR", requestHandle: "ERROR", statusMessage: "ERROR again" };
    expect(redactHandles().sanitizeEvent(event)).toEqual({
      type: "ERROR",
      requestHandle: "***",
      statusMessage: "*** again",
    });
  });

  test("in its texts as in those of a record that was seen before, whoever sends it", () => {
    const { sanitizeContext, sanitizeEvent } = redactHandles();
    sanitizeContext(CONTEXT);
    sanitizeContext({ requestHandle: "another-request's" });
    const event = { type: "ERROR", statusMessage: "handle-1, handle-2, another-request's, handle-3" };
    expect(sanitizeEvent(event)).toEqual({ type: "ERROR", statusMessage: "***, ***, ***, handle-3" });
  });

  test("and does not make a mask by itself: anybody can send anything", () => {
    const { sanitizeEvent } = redactHandles();
    sanitizeEvent({ type: "UPDATE", requestHandle: "e" });
    const event = { type: "UPDATE", statusMessage: "three files" };
    expect(sanitizeEvent(event)).toEqual(event);
  });

  test.each([undefined, null, ""])("but that there is none is shown: %j", (requestHandle) => {
    const event = { type: "SUCCESS", requestHandle, statusMessage: "done" };
    expect(redactHandles().sanitizeEvent(event)).toEqual(event);
  });

  test.each(Object.entries(HOSTILE))("also where it is %s", (_, requestHandle) => {
    expect(redactHandles().sanitizeEvent({ type: "SUCCESS", requestHandle })).toEqual({
      type: "SUCCESS",
      requestHandle: "***",
    });
  });
});

test("what was masked once stays as it is", () => {
  const { sanitizeContext, sanitizeEvent } = redactHandles();
  const context = sanitizeContext({ ...CONTEXT, message: "by handle-1" });
  const event = sanitizeEvent({ type: "ERROR", requestHandle: "handle-2", statusMessage: "by handle-1" });
  const again = redactHandles();
  expect(again.sanitizeContext(context)).toEqual(context);
  expect(again.sanitizeEvent(event)).toEqual(event);
});
