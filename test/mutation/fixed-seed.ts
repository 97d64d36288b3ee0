import fc from "fast-check";

/** All mutants run with the same random values. */
fc.configureGlobal({ seed: 1 });
