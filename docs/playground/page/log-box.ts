import { html } from "lit-html";
import type { Actions } from "./actions.js";

/** A box for a log. Text that was read leaves the box, because it can contain handles; text with a problem stays. */
export function logBoxView(actions: Actions) {
  const box = ({ currentTarget }: Event) =>
    (currentTarget as Element).closest("details")?.querySelector("textarea") as HTMLTextAreaElement;
  async function open(event: Event) {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file !== undefined) box(event).value = await file.text();
  }
  const into = (read: (text: string) => boolean) => (event: Event) => {
    if (read(box(event).value)) box(event).value = "";
  };
  return html`
    <details class="log card">
      <summary>Paste a log, or write lines by hand</summary>
      <p id="log-help">
        JSON, one object per line, as <code>npm run demo</code> reads it: <code>id</code>, and one of <code>submit</code>,
        <code>event</code> and <code>body</code>. Handles are replaced by placeholders before anything is shown.
      </p>
      <label for="log">Log</label>
      <textarea id="log" name="log" rows="6" spellcheck="false" autocomplete="off" aria-describedby="log-help"
        placeholder='{"id": "101", "body": {"requestHandle": "handle-1", "status": "PAUSED"}}'></textarea>
      <label class="file">Or open a file <input type="file" @change=${open} /></label>
      <div class="buttons">
        <button type="button" class="main" @click=${into(actions.openLog)}>Open as a new scenario</button>
        <button type="button" @click=${into(actions.addLog)}>Insert after this step</button>
        <button type="button" @click=${actions.copyLog}>Copy the scenario as a log</button>
      </div>
    </details>
  `;
}
