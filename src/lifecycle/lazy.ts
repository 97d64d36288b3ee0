/** Returns a function that creates the value when it is first called, and returns it every time. */
export function lazy<T>(create: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= create();
    return value;
  };
}
