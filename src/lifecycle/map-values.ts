/** Maps the values of a record and keeps its keys. */
export const mapValues = <Key extends string, From, To>(
  record: { readonly [K in Key]: From },
  map: (value: From, key: Key) => To,
): { readonly [K in Key]: To } =>
  Object.fromEntries(Object.entries<From>(record).map(([key, value]) => [key, map(value, key as Key)])) as {
    [K in Key]: To;
  };
