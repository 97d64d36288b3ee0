import type { Page } from "playwright-core";
import { paste } from "./driver.js";

/** Plays a line of the demo's log by pressing what a reader would press for it. */

type Members = Readonly<Record<string, unknown>>;

export interface Line {
  readonly id: string;
  readonly submit?: { readonly retries?: number; readonly validated?: boolean };
  readonly event?: { readonly type: string; readonly requestHandle?: string; readonly at?: number } & Members;
  readonly body?: { readonly requestHandle?: string; readonly status?: unknown; readonly statusMessage?: unknown };
}

export class Player {
  /** The handles of the request's executions, in the order in which they began. */
  private readonly begun: string[] = [];

  constructor(
    private readonly page: Page,
    private readonly id: string,
  ) {}

  async play({ submit, event, body }: Line) {
    if (submit !== undefined) await this.submit(submit);
    if (event !== undefined) await this.sendEvent(event);
    if (body !== undefined) await this.sendCallback(body);
  }

  async submit({ retries = 0, validated = true }: NonNullable<Line["submit"]>) {
    const { page } = this;
    await page.getByText("Submit another request").click();
    await page.getByLabel("Id", { exact: true }).fill(this.id);
    await page.getByLabel("Retries").fill(String(retries));
    await page.getByLabel("is not validated yet").setChecked(!validated);
    await page.getByRole("button", { name: "submit", exact: true }).click();
  }

  private async sendEvent({ type, requestHandle, at, ...payload }: NonNullable<Line["event"]>) {
    const { page } = this;
    const button = page.getByRole("button", { name: type, exact: true, includeHidden: true });
    if (!(await button.isVisible())) await page.locator(".events summary").click();
    const form = page.locator("form.event").filter({ has: button });
    if (at !== undefined) await page.getByLabel("Time, in UTC").fill(new Date(at).toISOString().slice(0, 16));
    if (requestHandle !== undefined) await form.getByLabel("handle").selectOption(this.roleOf(requestHandle, "new"));
    for (const [name, value] of Object.entries(payload)) {
      const field = form.getByLabel(name);
      if (name === "message") await field.fill(String(value));
      else await field.selectOption(String(value));
    }
    await button.click();
    if (requestHandle !== undefined && !this.begun.includes(requestHandle)) this.begun.push(requestHandle);
  }

  private async sendCallback(body: NonNullable<Line["body"]>) {
    const { requestHandle, status, statusMessage = "" } = body;
    const { page } = this;
    const button = page.locator(".callbacks").getByRole("button", { name: String(status), exact: true });
    if (typeof statusMessage !== "string" || (await button.count()) === 0) return this.write(body);
    const role = requestHandle === undefined ? "none" : this.roleOf(requestHandle, "foreign");
    await page.locator(`.handles input[value="${role}"]`).check();
    await page.getByLabel("and the message").fill(statusMessage);
    await button.click();
  }

  /** What has no button is written by hand, with the name that the page has for the handle. */
  private async write(body: object) {
    const line = { id: this.id, body: { ...body, requestHandle: `handle-${this.begun.length}` } };
    await paste(this.page, JSON.stringify(line), "Add it after this step");
  }

  private roleOf(handle: string, unknown: string): string {
    const number = this.begun.indexOf(handle) + 1;
    if (number === 0) return unknown;
    return number === this.begun.length ? "latest" : `earlier handle-${number}`;
  }
}
