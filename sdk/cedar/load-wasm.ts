/** cedar-wasm, loaded when it is first needed: it is large, and most points never need it. */
import { createRequire } from "node:module";
import v8 from "node:v8";

export type CedarWasm = typeof import("@cedar-policy/cedar-wasm/nodejs");

let loaded: CedarWasm | null = null;

/** Throws when the package is not installed. */
export function loadWasm(): CedarWasm {
  if (!loaded) {
    // V8's inliner crashes the process on calls into this module with Node 20; the flag must be set before it loads.
    v8.setFlagsFromString("--no-turbo-inline-js-wasm-calls");
    const required: CedarWasm = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");
    loaded = required;
  }
  return loaded;
}
