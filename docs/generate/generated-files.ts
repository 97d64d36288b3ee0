import { apiPage } from "./api-page.js";
import { fullChart } from "./pictures/full-chart.js";
import { happyPath } from "./pictures/happy-path.js";
import { overview } from "./pictures/overview.js";
import { reasonsPage } from "./reasons-page.js";
import { transitionsPage } from "./transitions-page.js";
import { vectorsFile } from "./vectors.js";
import { vectorsSchema } from "./vectors-schema.js";

/** The generated files, by their paths in this repository. */
export const GENERATED_FILES: Readonly<Record<string, () => string | Promise<string>>> = {
  "docs/transitions.md": transitionsPage,
  "docs/reasons.md": reasonsPage,
  "docs/api.md": apiPage,
  "docs/happy-path.svg": happyPath,
  "docs/lifecycle.svg": overview,
  "docs/lifecycle-in-full.svg": fullChart,
  "docs/vectors/vectors.json": vectorsFile,
  "docs/vectors/vectors.schema.json": vectorsSchema,
};
