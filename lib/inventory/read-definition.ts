/** Private to this folder: a tool's definition as it is kept and pinned. */
import { canonicalJson, type JsonObject, NotCanonical, sha256 } from "@/sdk/canonical";
import { MOST_DEFINITION_BYTES, objectionToDefinition } from "./tool-rules";

export type ReadDefinition = {
  /** Canonical JSON; null when it cannot be kept, and then it has no digest. */
  text: string | null;
  digest: string | null;
  /** Why it cannot be approved; null when it can. */
  objection: string | null;
};

export function readDefinition(name: string, definition: JsonObject): ReadDefinition {
  try {
    const text = canonicalJson(definition);
    if (Buffer.byteLength(text) > MOST_DEFINITION_BYTES) {
      return unkept(`The definition is longer than ${MOST_DEFINITION_BYTES / 1024} kB.`);
    }
    return { text, digest: sha256(text), objection: objectionToDefinition(name, definition) };
  } catch (error) {
    if (error instanceof NotCanonical) return unkept(`The definition has no exact form: ${error.message}.`);
    throw error;
  }
}

export const unkept = (objection: string): ReadDefinition => ({ text: null, digest: null, objection });
