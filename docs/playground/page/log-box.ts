import { html } from "lit-html";
import type { Actions } from "./actions.js";

/** A log to paste, or lines to write by hand. What was read leaves the box, with the handles in it; what could not be stays. */
export function logBoxView(actions: Actions) {
  const box = ({ currentTarget }: Event) =>
    (currentTarget as Element).closest("details")?.querySelector("textarea") as HTMLTextAreaElement;
  async function open(event: Event) {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file !== undefined) box(event).value = await file.text();
  }
  const into = (take: (text: string) => boolean) => (event: Event) => {
    if (take(box(event).value)) box(event).value = "";
  };
  return html`
    <details class="log card">
      <summary>Paste a log, or write lines by hand</summary>
      <p id="log-help">
        JSON, one object a line, as <code>npm run demo</code> reads it: <code>id</code>, and one of <code>submit</code>,
        <code>event</code> and <code>body</code>. Handles are replaced by made-up names before anything is shown.
      </p>
      <label for="log">Log</label>
      <textarea id="log" name="log" rows="6" spellcheck="false" autocomplete="off" aria-describedby="log-help"
        placeholder='{"id": "101", "body": {"requestHandle": "handle-1", "status": "PAUSED"}}'></textarea>
      <label class="file">Or open a file <input type="file" @change=${open} /></label>
      <div class="buttons">
        <button type="button" class="main" @click=${into(actions.playLog)}>Play it as a new story</button>
        <button type="button" @click=${into(actions.addLog)}>Add it after this step</button>
        <button type="button" @click=${actions.copyLog}>Copy this story as a log</button>
      </div>
    </details>
  `;
}
