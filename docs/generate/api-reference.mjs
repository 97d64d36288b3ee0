import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Application, Converter, normalizePath } from "typedoc";
import { nameTypes } from "./api-types.mjs";

/**
 * docs/api: the reference of every entry, by typedoc from the docstrings of the sources. In JavaScript, because typedoc's own
 * types take the compiler longer than all the rest of the project.
 */

const root = join(import.meta.dirname, "../..");
const { tsup } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const OPTIONS = {
  name: "ess-request-machine",
  entryPoints: Object.values(tsup.entry).map((path) => normalizePath(join(root, path))),
  tsconfig: join(root, "tsconfig.json"),
  plugin: ["typedoc-plugin-markdown"],
  readme: "none",
  logLevel: "Warn",
  // Types have a script of their own, and the line that something stands on would change all the time.
  skipErrorChecking: true,
  disableSources: true,
  // What XState, fast-check and the language itself bring along is theirs to document.
  excludeExternals: true,
  excludeInternal: true,
  sort: ["source-order"],
  groupOrder: ["Functions", "Classes", "Variables", "*"],
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  // Helpers that cannot be written out; the docstrings where they are used say what comes of them.
  intentionallyNotExported: [
    "src/lifecycle/events.ts:Flat",
    "src/lifecycle/events.ts:PAYLOADS",
    "src/lifecycle/chart-types.ts:ByKind",
    "src/xstate/machine.ts:EffectArgs",
  ],
  router: "module",
  indexFormat: "table",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  expandParameters: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  propertyMembersFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true, hideSources: true },
};

/** Writes the reference into a folder, which is emptied first. Whatever typedoc warns of is an error. */
export async function writeApiReference(folder) {
  const app = await Application.bootstrapWithPlugins({ ...OPTIONS, out: folder });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => nameTypes(project));
  const project = await app.convert();
  if (project !== undefined) {
    app.validate(project);
    await app.generateOutputs(project);
  }
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("typedoc found what is told above");
}
