import type { JobRequest } from "ess-request-machine";
import { html } from "lit-html";
import { minuteOf } from "../../examples/timeline/minute.js";
import type { PageState } from "./actions.js";

/** The record, with what the last step changed. A time is told in UTC, too. */

function valueText(name: string, value: unknown): string {
  if (name !== "cancelSeenAt" || typeof value !== "number") return JSON.stringify(value);
  const minute = minuteOf(value);
  return `${value} (${minute === undefined ? "no date" : `${minute} UTC`})`;
}

export function recordView({ scene: { request, current } }: PageState) {
  const before = current?.after === request ? current?.before : request;
  const fields = Object.entries(request ?? {}) as [keyof JobRequest, unknown][];
  return html`
    <section class="record card" aria-labelledby="record-title">
      <h2 id="record-title">Record</h2>
      ${fields.length === 0 ? html`<p>There is none yet.</p>` : null}
      <dl>
        ${fields.map(([name, value]) => {
          const isChanged = before !== undefined && JSON.stringify(before[name]) !== JSON.stringify(value);
          return html`<div class=${isChanged ? "changed" : ""}>
            <dt>${name}</dt>
            <dd>${isChanged ? html`<del>${valueText(name, before[name])}</del> ` : null}<ins>${valueText(name, value)}</ins></dd>
          </div>`;
        })}
      </dl>
    </section>
  `;
}
