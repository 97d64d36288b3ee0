import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../docs/examples/inspect/relay.js";

const FILE = fileURLToPath(new URL("../../docs/examples/http-server.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("the command prints a curl command, and answers the request of that command", async () => {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", FILE], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port) },
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill();
    await exited;
  });
  const printed = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => String((await printed.next()).value);

  const [, url, header = "", body] = /^curl -i (localhost:\d+\S+) -H '(.+?)' -d '(.+)'$/.exec(await next()) ?? [];
  expect(url).toBe(`localhost:${port}/ess/rest/scheduler/v1/requests/101/executionStatus`);
  const [name = "", value = ""] = header.split(": ");
  const response = await fetch(`http://${url}`, { method: "POST", body: body ?? "", headers: { [name]: value } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ rel: "self" });
  expect(await next()).toBe("effects: runPostProcessing");
  expect(await next()).toMatch(/^200 SUCCESS: request 101 moved from RUNNING to COMPLETED\./);
});
