import type { Page } from "playwright-core";
import { paste } from "./driver.js";

/** Sends a line of the demo's log by clicking the controls that a reader would use. */

type Members = Readonly<Record<string, unknown>>;

export interface Line {
  readonly id: string;
  readonly submit?: { readonly retries?: number; readonly validated?: boolean };
  readonly event?: { readonly type: string; readonly requestHandle?: string; readonly at?: number } & Members;
  readonly body?: { readonly requestHandle?: string; readonly status?: unknown; readonly statusMessage?: unknown };
}

export class Player {
  /** The handles of the request's executions, in the order of their start. */
  private readonly started: string[] = [];

  constructor(
    private readonly page: Page,
    private readonly id: string,
  ) {}

  async send({ submit, event, body }: Line) {
    if (submit !== undefined) await this.submit(submit);
    if (event !== undefined) await this.sendEvent(event);
    if (body !== undefined) await this.sendCallback(body);
  }

  async submit({ retries = 0, validated = true }: NonNullable<Line["submit"]>) {
    const { page } = this;
    await page.getByText("Submit another request").click();
    await page.getByLabel("Id", { exact: true }).fill(this.id);
    await page.getByLabel("Retries").fill(String(retries));
    await page.getByLabel("still to be validated").setChecked(!validated);
    await page.getByRole("button", { name: "submit", exact: true }).click();
    await page.getByText("Submit another request").click();
  }

  private async sendEvent({ type, requestHandle, at, ...payload }: NonNullable<Line["event"]>) {
    const { page } = this;
    const button = page.getByRole("button", { name: type, exact: true, includeHidden: true });
    if (!(await button.isVisible())) await page.getByText(/other events/).click();
    const form = page.locator("form.event").filter({ has: button });
    if (at !== undefined) await page.getByLabel("Time, in UTC").fill(new Date(at).toISOString().slice(0, 16));
    const isFolded = requestHandle !== undefined || "message" in payload;
    if (isFolded) await form.getByLabel(`Options of ${type}`).click();
    if (requestHandle !== undefined) await form.getByLabel("handle").selectOption(this.kindOf(requestHandle, "new"));
    for (const [name, value] of Object.entries(payload)) {
      if (name === "message") await form.getByLabel(name).fill(String(value));
      else await form.getByLabel(`${name} of ${type}`).selectOption(String(value));
    }
    await button.click();
    if (requestHandle !== undefined && !this.started.includes(requestHandle)) this.started.push(requestHandle);
  }

  private async sendCallback(body: NonNullable<Line["body"]>) {
    const { requestHandle, status, statusMessage = "" } = body;
    const form = this.page.locator(".callbacks");
    const button = form.getByRole("button", { name: String(status), exact: true });
    if (typeof statusMessage !== "string" || (await button.count()) === 0) return this.write(body);
    const kind = requestHandle === undefined ? "missing" : this.kindOf(requestHandle, "foreign");
    await form.getByLabel("handle").selectOption(kind);
    await form.getByLabel("message").fill(statusMessage);
    await button.click();
  }

  /** A callback without a button is written by hand, with the page's placeholder for its handle. */
  private async write(body: object) {
    const line = { id: this.id, body: { ...body, requestHandle: `handle-${this.started.length}` } };
    await paste(this.page, JSON.stringify(line), "Insert after this step");
  }

  private kindOf(handle: string, unknown: string): string {
    const number = this.started.indexOf(handle) + 1;
    if (number === 0) return unknown;
    return number === this.started.length ? "current" : `earlier handle-${number}`;
  }
}
