import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/**
 * The public names of each entry. Types are shown as the sources write them: the compiler would expand `RequestState` to
 * its nineteen literals.
 */

export interface PublicName {
  readonly name: string;
  readonly group: "Functions" | "Constants" | "Classes" | "Types";
  readonly signature: string;
  /** The first sentence of the docstring. */
  readonly summary: string;
}

const root = join(import.meta.dirname, "../..");

/** By the specifier that users import, each in alphabetical order. */
export function publicNamesByEntry(): Readonly<Record<string, readonly PublicName[]>> {
  const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = readdirSync(join(root, "src"))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file.replace(/\.ts$/, ""), join(root, "src", file)] as const);
  const paths = entries.map(([, path]) => path);
  const program = ts.createProgram(paths, OPTIONS, sourcesOnly());
  const specifier = (entry: string) => (entry === "index" ? name : posix.join(name, entry));
  return Object.fromEntries(entries.map(([entry, path]) => [specifier(entry), publicNames(program, path)]));
}

/** Only syntax and docstrings are read, so neither the language's own types nor packages are needed. */
const OPTIONS = { noLib: true, types: [], module: ts.ModuleKind.NodeNext };

function sourcesOnly(): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  host.resolveModuleNameLiterals = (literals, importer) =>
    literals.map(({ text }) =>
      text.startsWith(".") ? ts.resolveModuleName(text, importer, OPTIONS, host) : { resolvedModule: undefined },
    );
  return host;
}

function publicNames(program: ts.Program, path: string): readonly PublicName[] {
  const checker = program.getTypeChecker();
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)!)!);
  return symbols
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .map((symbol) => ({
      name: symbol.name,
      ...describe(symbol.name, symbol.declarations![0]!),
      summary: firstSentence(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(name: string, declaration: ts.Declaration): Pick<PublicName, "group" | "signature"> {
  if (ts.isFunctionDeclaration(declaration))
    return { group: "Functions", signature: name + callSignature(declaration) };
  if (ts.isClassDeclaration(declaration))
    return {
      group: "Classes",
      signature: ["class", name, ...(declaration.heritageClauses ?? []).map(oneLine)].join(" "),
    };
  if (!ts.isVariableDeclaration(declaration)) return { group: "Types", signature: oneLine(declaration) };
  const { initializer, type } = declaration;
  if (initializer && ts.isArrowFunction(initializer))
    return { group: "Functions", signature: name + callSignature(initializer) };
  return { group: "Constants", signature: type ? `${name}: ${oneLine(type)}` : name };
}

function callSignature({ typeParameters, parameters, type }: ts.FunctionDeclaration | ts.ArrowFunction): string {
  const generics = typeParameters ? `<${typeParameters.map(oneLine).join(", ")}>` : "";
  return `${generics}(${parameters.map(oneLine).join(", ")}): ${type ? oneLine(type) : "…"}`;
}

const printer = ts.createPrinter({ removeComments: true });

const oneLine = (node: ts.Node): string =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\breadonly (?=["~\w]+\??:)/g, "")
    .replaceAll("[ ]", "[]")
    .replace(/^export /, "")
    .replace(/;$/, "")
    .trim();

const firstSentence = (docstring: string): string =>
  docstring
    .split(/\n\s*\n/)[0]!
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .replaceAll(/\s+/g, " ")
    .split(/(?<=\.) (?=[A-Z`])/)[0]!;
