/** When people may set other arguments than the agent asked for, and how these are read. Pure. */
import { Refusal } from "@/lib/shared/errors";
import { canonicalJson, type JsonObject, NotCanonical } from "@/sdk/canonical";
import { firstInexactNumber } from "@/sdk/mcp/exact-numbers";

/** Null when the caller can run other arguments and tell its agent; else why people are not offered to change them. */
export const cannotChange = ({ accepts }: { accepts: readonly string[] }): string | null =>
  accepts.includes("changedArguments")
    ? null
    : "The program that asked cannot tell its agent that a person changed the arguments, so they cannot be changed.";

/** The arguments that a person wrote, exactly; nothing is rounded or repaired. */
export function readArguments(text: string): JsonObject {
  const refuse = (why: string): never => {
    throw new Refusal("invalid_input", `The arguments cannot be used: ${why}.`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("they are not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("they are not a JSON object");
  const inexact = firstInexactNumber(text);
  if (inexact !== null) return refuse(`the number ${inexact.slice(0, 60)} cannot be carried exactly`);
  try {
    return JSON.parse(canonicalJson(value)) as JsonObject;
  } catch (error) {
    if (error instanceof NotCanonical) return refuse(`there is ${error.message}`);
    throw error;
  }
}
