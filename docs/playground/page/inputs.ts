import type { HandleChoice } from "../story/choices.js";

/** What stands in the fields beside a button. */

export const formOf = ({ currentTarget }: Event): HTMLFormElement =>
  (currentTarget as Element).closest("form") as HTMLFormElement;

/** An empty field is an absent member. */
export const textIn = (inputs: FormData, name: string): string | undefined =>
  String(inputs.get(name) ?? "") || undefined;

/** Enter in a field sends nothing: which button should it press? */
export const stay = (event: Event) => event.preventDefault();

const NAMES: Readonly<Record<string, string>> = {
  latest: "the latest",
  new: "a new one",
  foreign: "a foreign one",
  none: "none",
};

export const handleName = ({ role }: HandleChoice): string => NAMES[role] ?? "an earlier one";

/** Of the choices the one that the field says; the first, where it is gone. */
export function handleIn(inputs: FormData, choices: readonly HandleChoice[]): string | undefined {
  const role = textIn(inputs, "handle");
  return (choices.find((choice) => choice.role === role) ?? choices[0])?.handle;
}
