import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { withProgress } from "../../docs/examples/timeline/progress.js";
import { timeline } from "../../docs/examples/timeline/timeline.js";
import { event, logOf, rowsOf, submit } from "../support/timeline.js";

describe("a long log", () => {
  /** Fifty requests, each of which pauses and is resumed again and again. */
  async function* logOfLength(lines: number, produced = { count: 0 }) {
    for (; produced.count < lines; produced.count += 1) {
      const id = String(1 + (produced.count % 50));
      const turn = Math.floor(produced.count / 50);
      const handle = (execution: number) => ({ requestHandle: `h-${id}-${execution}` });
      const pauseOrResume = () =>
        turn % 2 === 1
          ? { id, body: { ...handle(turn - 1), status: "PAUSE" } }
          : event(id, turn === 2 ? "start" : "resume", handle(turn));
      const line = turn === 0 ? submit(id) : turn === 1 ? event(id, "dispatch") : pauseOrResume();
      yield `${JSON.stringify(line)}\n`;
    }
  }

  test("is read to its end", async () => {
    let end = "";
    const write = (rows: string) => {
      end = rows;
    };
    await timeline(logOfLength(20_000), { write });
    expect(end).toMatch(/^ +50 {2}requests\n/m);
    expect(end).toMatch(/^ +20000 {2}lines/m);
    expect(end).toMatch(/^ +19950 {4}transitioned$/m);
  });

  test("is read no faster than it is written", async () => {
    const produced = { count: 0 };
    const leads: number[] = [];
    let written = 0;
    const write = async (rows: string) => {
      written += rowsOf(rows).length;
      await new Promise(setImmediate);
      leads.push(produced.count - written);
    };
    await timeline(logOfLength(40, produced), { write });
    expect(written).toBe(40);
    expect(Math.max(...leads)).toBeLessThanOrEqual(0);
  });

  test("reports the number of lines read so far", async () => {
    const reported: number[] = [];
    await timeline(logOfLength(3), { write: () => {}, onProgress: (lines) => reported.push(lines) });
    expect(reported).toEqual([1, 2, 3]);
  });
});

describe("progress on a terminal", () => {
  const shown = async (read: (onProgress: (lines: number) => void) => Promise<void>) => {
    const texts: string[] = [];
    await withProgress({ write: (text) => texts.push(text) }, read);
    return texts;
  };

  test("appears after a moment, and is cleared at the end", async () => {
    const texts = await shown(async (onProgress) => {
      onProgress(1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      onProgress(12_345);
    });
    expect(texts).toEqual(["\r\x1b[K12,345 lines read", "\r\x1b[K"]);
  });

  test("does not appear for a short log", async () => {
    expect(await shown(async (onProgress) => onProgress(1))).toEqual([]);
  });
});

describe("the command", () => {
  const cli = fileURLToPath(new URL("../../docs/examples/timeline.ts", import.meta.url));
  const command = (...args: string[]) =>
    spawn(process.execPath, ["--import", "tsx", cli, ...args], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
    });

  async function run(input: string | Buffer, ...args: string[]) {
    const child = command(...args);
    child.stdin.end(input);
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { out, err, code };
  }

  test.concurrent("reads standard input; some malformed lines are no failure", async () => {
    const { out, code } = await run(logOf("not JSON", submit("7"), event("7", "dispatch")), "-");
    expect(rowsOf(out).map(({ result }) => result)).toEqual(["malformed line", "WAIT", "WAIT → READY"]);
    expect(code).toBe(0);
  });

  test.concurrent("reads the sample without an argument, and prints no colours into a pipe", async () => {
    const { out, code } = await run("");
    expect(out).toContain("Invoice import");
    expect(out).not.toContain("\x1b");
    expect(code).toBe(0);
  });

  test.concurrent("prints its usage for --help", async () => {
    const { out, code } = await run("", "--help");
    expect(out).toMatch(/^Reads a log .*\n\n {2}npm run demo /);
    expect(code).toBe(0);
  });

  test.concurrent("fails with one line on stderr for a missing file", async () => {
    const { out, err, code } = await run("", "no-such\nfile");
    expect(out).toBe("");
    expect(err).toMatch(/^timeline: cannot read no-such file: ENOENT.*\n$/);
    expect(code).toBe(1);
  });

  test.concurrent("fails with one line on stderr if no line can be read", async () => {
    const { out, err, code } = await run("id,status\n7,SUCCESS\n".repeat(500), "-");
    expect(out).toBe("");
    expect(err).toMatch(/^timeline: no line could be read\. Line 1: The line is not JSON\. .*\n$/);
    expect(code).toBe(1);
  });

  test.concurrent("ends quietly when the reader closes the pipe", async () => {
    const child = command("-");
    child.stdin.on("error", () => {});
    child.stdin.write(`${logOf(submit("7"), event("7", "dispatch"))}\n`);
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stdin.end(`${logOf(event("7", "start", { requestHandle: "h-1" }))}\n`.repeat(50_000));
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(err).toBe("");
    expect(code).toBe(0);
  });
});
