import type { JobRequest } from "ess-request-machine";
import { html, nothing } from "lit-html";
import { minuteOf } from "../../examples/timeline/minute.js";
import type { PageState } from "./actions.js";

/** The record, with the changes of the current step. A time is shown in UTC beside its number. */

function valueText(name: string, value: unknown): string {
  if (name !== "cancelSeenAt" || typeof value !== "number") return JSON.stringify(value);
  const minute = minuteOf(value);
  return `${value} (${minute === undefined ? "not a date" : `${minute} UTC`})`;
}

export function recordView({ view: { request, current } }: PageState) {
  const before = current?.after === request ? current?.before : request;
  const fields = Object.entries(request ?? {}) as [keyof JobRequest, unknown][];
  return html`
    <section class="record card" tabindex="0" aria-labelledby="record-title">
      <h2 id="record-title">Record</h2>
      ${fields.length === 0 ? html`<p>There is no record yet.</p>` : nothing}
      <dl>
        ${fields.map(([name, value]) => {
          const isChanged = before !== undefined && JSON.stringify(before[name]) !== JSON.stringify(value);
          return html`<div class="${isChanged ? "changed" : ""} ${value === null ? "null" : ""}">
            <dt>${name}</dt>
            <dd>
              ${isChanged ? html`<del>${valueText(name, before[name])}</del> ` : nothing}<ins>${valueText(name, value)}</ins>
            </dd>
          </div>`;
        })}
      </dl>
    </section>
  `;
}
