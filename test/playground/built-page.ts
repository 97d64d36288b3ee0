import { pathToFileURL } from "node:url";
import { buildPage } from "../../docs/playground/build.js";

/** The page, built once for all checks, from what `npm run build` left in dist/. */
export const built = await buildPage();
export const builtUrl = pathToFileURL(built.path).href;
