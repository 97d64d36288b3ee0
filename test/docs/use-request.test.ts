import { createRequest, type JobRequest } from "ess-request-machine";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { useRequest } from "../../docs/examples/use-request.js";

const held: JobRequest = { ...createRequest({ requestId: "7" }), state: "HOLD" };

function Page() {
  const { request, send } = useRequest(held);
  const release = () => send({ type: "release" });
  return createElement("p", { onClick: release }, `${request.requestId}: ${request.state}`);
}

test("a component shows the stored record", () => {
  expect(renderToString(createElement(Page))).toBe("<p>7: HOLD</p>");
});
