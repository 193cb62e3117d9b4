/** Shows the client only tools that people have approved as they are now. Policy may still refuse a call of a tool that is shown. */
import { digestOf, type Json } from "../canonical.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { isObject } from "./message.ts";

export function isVisible(point: EnforcementPoint, server: string, definition: Json): boolean {
  if (point.mode === "observe") return true;
  if (!isObject(definition) || typeof definition.name !== "string") return false;
  const known = point.tool(`${server}/${definition.name}`);
  if (!known) return false;
  return known.pin === null || known.pin === pinOf(definition);
}

function pinOf(definition: Json): string | null {
  try {
    return digestOf(definition);
  } catch {
    return null;
  }
}
