import fc from "fast-check";

/** Every mutant meets the same random values. */
fc.configureGlobal({ seed: 1 });
