// @ts-types="./std_http.d.ts"
// Stands in for jsr:@std/http where the JSR registry cannot be reached; goes away once it can.
export { acceptsLanguages } from "deno-std/http/negotiation.js";
export { STATUS_TEXT } from "deno-std/http/status.js";
