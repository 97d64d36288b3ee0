import { pathToFileURL } from "node:url";
import { buildPage } from "../../docs/playground/build.js";

/** The page, built once for all checks from the output of `npm run build`. */
export const built = await buildPage();
export const builtUrl = pathToFileURL(built.path).href;
