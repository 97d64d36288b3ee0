import { html } from "lit-html";
import type { HandleChoice } from "../scenario/choices.js";

/** Reads the fields beside a button. */

export const formOf = ({ currentTarget }: Event): HTMLFormElement =>
  (currentTarget as Element).closest("form") as HTMLFormElement;

/** The chosen option of a select element. */
export const chosen = ({ target }: Event): string => (target as HTMLSelectElement).value;

/** An empty field is an absent member. */
export const textIn = (inputs: FormData, name: string): string | undefined =>
  String(inputs.get(name) ?? "") || undefined;

/** Enter in a field submits nothing: a form has several buttons, and none is the obvious one. */
export const preventSubmit = (event: Event) => event.preventDefault();

export const handleOptions = (choices: readonly HandleChoice[]) =>
  choices.map(({ kind, handle }) => {
    const label = handle === undefined ? kind : `${kind.split(" ")[0]}: ${handle}`;
    return html`<option value=${kind}>${label}</option>`;
  });

/** Returns the chosen handle; the first one if the choice no longer exists. */
export function handleIn(inputs: FormData, choices: readonly HandleChoice[]): string | undefined {
  const kind = textIn(inputs, "handle");
  return (choices.find((choice) => choice.kind === kind) ?? choices[0])?.handle;
}
