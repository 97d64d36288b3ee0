import { EXECUTION_STATUSES } from "ess-request-machine";
import * as v from "valibot";

/** What `parseExecutionStatus` demands, in valibot's words: null counts as absent, members of other names are left out. */
const text = v.optional(
  v.pipe(
    v.nullable(v.string()),
    v.transform((value) => value ?? undefined),
  ),
);
const schema = v.object({ requestHandle: text, status: v.picklist(EXECUTION_STATUSES), statusMessage: text });

export const parse = (body: unknown) => v.safeParse(schema, body);
