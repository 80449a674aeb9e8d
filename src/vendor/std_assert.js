// Stands in for jsr:@std/assert where the JSR registry cannot be reached; goes away once it can.
// @ts-types="./std_assert.d.ts"
export * from "deno-std/assert/mod.js";
