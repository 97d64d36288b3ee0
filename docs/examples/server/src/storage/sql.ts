/** A statement in the form of both drivers: a text with $1, $2, … and their values. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A statement written with its values in place. They are sent as parameters. */
export const sql = (parts: TemplateStringsArray, ...values: unknown[]): Statement => ({
  text: parts.reduce((text, part, n) => `${text}$${n}${part}`),
  values,
});

export interface Queries {
  query<Row>(statement: Statement): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<unknown>;
}

export interface Database extends Queries {
  /** Runs the work in one transaction, and rolls back if it throws. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
