import {
  ArrayType,
  IntersectionType,
  LiteralType,
  ReferenceType,
  ReflectionKind,
  ReflectionType,
  TypeOperatorType,
  UnionType,
} from "typedoc";

/**
 * The compiler writes a union of names out wherever it stands, and gives a record over them a member for each. In the
 * reference they are called by the name of their type again: `RequestState`, not its nineteen literals.
 */

/** A smaller union is read as fast as its name. */
const FEWEST_NAMED = 3;

export function nameTypes(project) {
  const all = aliasesOfNames(project);
  for (const reflection of Object.values(project.reflections)) {
    const others = all.filter(({ alias }) => alias !== reflection);
    if (reflection.type !== undefined) reflection.type = named(reflection.type, others, project);
  }
}

/** The aliases that are nothing but names, the largest first: so a part of a union is not taken for the whole. */
const aliasesOfNames = (project) =>
  project
    .getReflectionsByKind(ReflectionKind.TypeAlias)
    .map((alias) => ({ alias, names: new Set(namesIn(alias.type)) }))
    .filter(({ names }) => names.size >= FEWEST_NAMED)
    .sort((a, b) => b.names.size - a.names.size);

/** The names that a type stands for; undefined if it stands for anything else. */
function namesIn(type) {
  if (isName(type)) return [type.value];
  if (type instanceof ReferenceType) return namesIn(type.reflection?.type);
  if (!(type instanceof UnionType)) return undefined;
  const parts = type.types.map(namesIn);
  return parts.includes(undefined) ? undefined : parts.flat();
}

const isName = (type) => type instanceof LiteralType && typeof type.value === "string";

const referTo = ({ alias }, project) => ReferenceType.createResolvedReference(alias.name, alias, project);

/** The type with its names called by their aliases, wherever they stand in it. */
function named(type, all, project) {
  const inside = (part) => named(part, all, project);
  if (type instanceof UnionType) return namedUnion(type, all, project);
  if (type instanceof ReflectionType) return namedRecord(type, all, project);
  if (type instanceof IntersectionType) return new IntersectionType(type.types.map(inside));
  if (type instanceof ArrayType) return new ArrayType(inside(type.elementType));
  if (type instanceof TypeOperatorType) return new TypeOperatorType(inside(type.target), type.operator);
  if (type instanceof ReferenceType) type.typeArguments = type.typeArguments?.map(inside);
  return type;
}

function namedUnion({ types }, all, project) {
  const left = new Set(types.filter(isName).map(({ value }) => value));
  const found = all.filter(({ names }) => {
    const whole = [...names].every((name) => left.has(name));
    if (whole) for (const name of names) left.delete(name);
    return whole;
  });
  const rest = types.filter((type) => !isName(type) || left.has(type.value));
  const parts = [...found.map((alias) => referTo(alias, project)), ...rest.map((type) => named(type, all, project))];
  return parts.length === 1 ? parts[0] : new UnionType(parts);
}

/** Members that the sources do not list, and nobody can document, are a record over names again. */
function namedRecord(type, all, project) {
  const { children = [] } = type.declaration;
  const keys = all.find(({ names }) => names.size === children.length && children.every(({ name }) => names.has(name)));
  if (keys === undefined) return type;
  const [{ type: member, flags }] = children;
  project.removeReflection(type.declaration);
  const record = standard("Record", [referTo(keys, project), named(member, all, project)], project);
  return flags.isOptional ? standard("Partial", [record], project) : record;
}

function standard(name, typeArguments, project) {
  return Object.assign(ReferenceType.createBrokenReference(name, project, "typescript"), { typeArguments });
}
