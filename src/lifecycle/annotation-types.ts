import type { Provenance, Source } from "./reasons.js";

/** The meaning of a transition, and its provenance. */
export interface Annotation {
  readonly description: string;
  readonly provenance: Provenance;
  readonly source?: Source;
}

export const documented = (source: Source, description: string): Annotation => ({
  description,
  provenance: "documented",
  source,
});

export const inferred = (source: Source, description: string): Annotation => ({
  description,
  provenance: "inferred",
  source,
});

export const assumed = (description: string): Annotation => ({ description, provenance: "assumed" });

/** The key of a transition among those of its event: its guard, or `otherwise`. */
type KeyOf<Transition> = Transition extends { readonly guard: infer Guard extends string } ? Guard : "otherwise";

/** One annotation for a single transition; for a list, one for each guard. */
type AnnotationOf<T> = T extends readonly unknown[] ? { readonly [Key in KeyOf<T[number]>]: Annotation } : Annotation;

/** The annotations of the transitions `On`: every event, no other. */
export type AnnotationsOf<On> = { readonly [Event in keyof On]: AnnotationOf<On[Event]> };

type StatesWithTransitions<States> = {
  [S in keyof States]: States[S] extends { readonly on: object } ? S : never;
}[keyof States];

/** The annotations of all states that have transitions. */
export type StateAnnotationsOf<States> = {
  readonly [S in StatesWithTransitions<States>]: States[S] extends { readonly on: infer On }
    ? AnnotationsOf<On>
    : never;
};
