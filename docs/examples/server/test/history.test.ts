import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { MAX_TEXT } from "../src/lifecycle/audit-entry.js";
import { type Harness, newId, serve } from "./harness.js";

/** Nobody can spoil a history: what is stored of a command, how much of it, and how it is read. */

let harness: Harness;
before(async () => {
  harness = await serve({ pollMs: 0 });
});
after(() => harness.stop());

async function running(): Promise<{ id: string; handle: string }> {
  const { client } = harness;
  const id = newId();
  await client.operate("", { requestId: id, automatic: false });
  await client.operate(`/${id}/dispatch`);
  return { id, handle: (await client.operate(`/${id}/start`)).body.requestHandle };
}
interface Item {
  id: string;
  name: string;
  count: number;
  lastAt: string | null;
  input: { statusMessage?: string };
}
async function pagesOf(id: string, limit = 100): Promise<Item[][]> {
  const pages: Item[][] = [];
  for (let next: string | undefined = `/${id}/history?limit=${limit}`; next !== undefined; ) {
    const { status, body } = await harness.client.read(next);
    assert.equal(status, 200);
    pages.push(body.items);
    next = body.next;
  }
  return pages;
}

test("a history has pages, in the order of application", async () => {
  const { id, handle } = await running();
  for (let version = 4; version <= 10; version += 1)
    await harness.client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: String(version) });
  const pages = await pagesOf(id, 4);
  assert.deepEqual(
    pages.map((page) => page.map(({ name, input }) => input.statusMessage ?? name)),
    [
      ["submit", "dispatch", "start", "4"],
      ["5", "6", "7", "8"],
      ["9", "10"],
    ],
  );
  assert.equal((await harness.client.read(`/${newId()}/history?after=7`)).status, 404);
});

test("repetitions without effect are counted, and no text of a rejected callback is stored", async () => {
  const { id } = await running();
  const secret = "a text of a stranger";
  const times = 30;
  for (let n = 0; n < times; n += 1)
    await harness.client.report(id, { requestHandle: `guess ${n}`, status: "ERROR", statusMessage: secret });
  const [page = [], ...others] = await pagesOf(id);
  assert.deepEqual([page.length, others.length], [4, 0]);
  const { name, count, lastAt, input } = page[3]!;
  assert.deepEqual([name, count, input], ["ERROR", times, { status: "ERROR" }]);
  assert.ok(lastAt);
  const { rows } = { rows: await harness.database.query({ text: "SELECT input::text FROM history", values: [] }) };
  assert.doesNotMatch(JSON.stringify(rows), /stranger/);
});

test("a long text is accepted and shortened, and a paused state comes back whole", async () => {
  const { id, handle } = await running();
  const text = "💥".repeat(15_000);
  const { client } = harness;
  assert.equal((await client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: text })).status, 200);
  const { update } = (await client.read(`/${id}`)).body;
  assert.ok(update.length <= MAX_TEXT && update.isWellFormed() && update.endsWith("💥…"), update.slice(-5));
  assert.equal((await client.report(id, { requestHandle: handle, status: "PAUSE", statusMessage: text })).status, 200);
  assert.equal((await client.read(`/${id}`)).body.pausedState, text);
  assert.ok((await pagesOf(id)).flat().every(({ input }) => (input.statusMessage?.length ?? 0) <= MAX_TEXT));
});

test("a handle is redacted before a text is shortened, so that no half of it is stored", async () => {
  const { id, handle } = await running();
  const statusMessage = "x".repeat(MAX_TEXT - 20) + handle;
  await harness.client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage });
  assert.equal((await harness.client.read(`/${id}`)).body.update, `${"x".repeat(MAX_TEXT - 20)}***`);
});
