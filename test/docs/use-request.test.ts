import { createRequest, type JobRequest } from "ess-request-machine";
import { createElement, useMemo } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { useRequest } from "../../docs/examples/use-request.js";

const held: JobRequest = { ...createRequest({ requestId: "7" }), state: "HOLD" };

test("a component shows the stored record, and what an event makes of it", () => {
  function Page() {
    const { request, send } = useRequest(held);
    useMemo(() => send({ type: "release" }), [send]);
    return createElement("p", null, `${request.requestId}: ${request.state}`);
  }
  expect(renderToString(createElement(Page))).toBe("<p>7: HOLD</p>");
});
