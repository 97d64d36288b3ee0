import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { timeline } from "../docs/examples/timeline/timeline.js";
import { event, logOf, rowsOf } from "./support/timeline.js";

describe("a long log", () => {
  /** Fifty requests, of which each pauses and is resumed for ever. */
  async function* logOfLength(lines: number, produced = { count: 0 }) {
    for (; produced.count < lines; produced.count += 1) {
      const id = String(1 + (produced.count % 50));
      const turn = Math.floor(produced.count / 50);
      const handle = (execution: number) => ({ requestHandle: `h-${id}-${execution}` });
      const line =
        turn === 0
          ? event(id, "dispatch")
          : turn % 2 === 0
            ? { id, body: { ...handle(turn - 1), status: "PAUSE" } }
            : event(id, turn === 1 ? "start" : "resume", handle(turn));
      yield `${JSON.stringify(line)}\n`;
    }
  }

  test("of 100,000 lines for 50 requests is read to its end", async () => {
    let end = "";
    await timeline(logOfLength(100_000), (text) => {
      end = text;
    });
    expect(end).toMatch(/^ +50 {2}requests\n +100000 {2}lines/m);
    expect(end).toMatch(/^ +100000 {2}transitioned$/m);
  });

  test("is read no faster than it is written", async () => {
    const produced = { count: 0 };
    const aheads: number[] = [];
    let written = 0;
    await timeline(logOfLength(40, produced), async (text) => {
      written += rowsOf(text).length;
      await new Promise(setImmediate);
      aheads.push(produced.count - written);
    });
    expect(written).toBe(40);
    expect(Math.max(...aheads)).toBeLessThanOrEqual(0);
  });
});

describe("the command", () => {
  const cli = fileURLToPath(new URL("../docs/examples/timeline.ts", import.meta.url));
  const command = (...args: string[]) =>
    spawn(process.execPath, ["--import", "tsx", cli, ...args], { cwd: fileURLToPath(new URL("..", import.meta.url)) });

  test.concurrent("reads standard input, and malformed lines do not make it fail", async () => {
    const child = command("-");
    child.stdin.end(logOf("not JSON", event("7", "dispatch")));
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(rowsOf(out).map(({ result }) => result)).toEqual(["malformed line", "WAIT → READY"]);
    expect(code).toBe(0);
  });

  test.concurrent("reads the sample if it is given nothing", async () => {
    const child = command();
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(out).toContain("Invoice import");
    expect(code).toBe(0);
  });

  test.concurrent("says how it is used, if it is asked", async () => {
    const child = command("--help");
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(out).toMatch(/^Reads a log .*\n\n {2}npm run demo /);
    expect(code).toBe(0);
  });

  test.concurrent("says in one line that a file cannot be read, and fails", async () => {
    const child = command("no-such\nfile");
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect(out).toBe("");
    expect(err).toMatch(/^timeline: cannot read no-such file: ENOENT.*\n$/);
    expect(code).toBe(1);
  });

  test.concurrent("ends quietly when nobody reads on", async () => {
    const child = command("-");
    child.stdin.on("error", () => {});
    child.stdin.write(`${logOf(event("7", "dispatch"))}\n`);
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stdin.end(`${logOf(event("7", "start", { requestHandle: "h-1" }))}\n`.repeat(50_000));
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(err).toBe("");
    expect(code).toBe(0);
  });
});
