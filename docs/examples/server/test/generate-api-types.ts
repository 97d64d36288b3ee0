import { writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { openapi } from "../src/boundary/openapi.js";

/** Writes the types of the OpenAPI document, for the client of client.test.ts. `npm run typecheck` runs this first. */

const document = JSON.stringify(openapi("http://localhost"));
// A member with a default may be left out of a request.
const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
writeFileSync(new URL("api-types.d.ts", import.meta.url), types);
