/** Texts of an input that Postgres cannot hold, found before any verb works with them. */
import type { InvalidParam } from "@/lib/shared/errors";
import { isStorable, notStorable } from "./contract";

/** As many as a refusal names. */
const MOST_NAMED = 20;

/**
 * Where the input has such texts, values and names of members alike. Below the paths in `verbatim` nobody looks: what is there is
 * made storable where it is stored, or is not stored at all.
 */
export function unstorableIn(input: unknown, verbatim: readonly string[]): InvalidParam[] {
  const found: InvalidParam[] = [];
  const walk = (value: unknown, path: string): void => {
    if (found.length >= MOST_NAMED || verbatim.includes(path)) return;
    if (typeof value === "string") {
      if (!isStorable(value)) found.push({ path, message: notStorable });
    } else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const below = path === "" ? name : `${path}.${name}`;
        if (isStorable(name)) walk(member, below);
        else found.push({ path, message: `has a member whose name ${notStorable}` });
      }
    }
  };
  walk(input, "");
  return found;
}
