/** Raised when the shape of vectors.json changes, and not when a case does. */
export const VECTORS_FORMAT = 1;
