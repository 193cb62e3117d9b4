/** Looks at the places that a profile names, as they are on this machine now. */
import { existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Profile } from "./profile.ts";

export class Unfit extends Error {
  override name = "Unfit";
}

/** Throws {@link Unfit} for a place that is not there, or that a symbolic link leads elsewhere. */
export function checkPlaces({ read, write }: Pick<Profile, "read" | "write">): void {
  for (const place of [...read, ...write]) {
    if (!existsSync(place)) throw new Unfit(`The profile names ${place}, and there is no such place on this machine.`);
    const real = realpathSync(place);
    if (real !== place)
      throw new Unfit(`${place} leads to ${real} by a symbolic link: the profile has to name the place itself.`);
  }
}

const DEEP = 4;
const MOST = 20_000;

/**
 * Every `.git` in a place that may be written. Hooks and settings in it are run by whoever uses git there next, outside the
 * sandbox, so the agent may read them and not change them.
 */
export function gitDirectories(place: string): string[] {
  const found: string[] = [];
  const open: { directory: string; depth: number }[] = [{ directory: place, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    for (const entry of readdirSync(next.directory, { withFileTypes: true })) {
      seen += 1;
      if (seen > MOST)
        throw new Unfit(
          `${place} holds more than ${MOST} files: name the places below it that the agent has to write.`,
        );
      const full = path.join(next.directory, entry.name);
      if (entry.name === ".git") found.push(full);
      else if (entry.isDirectory() && next.depth < DEEP && entry.name !== "node_modules")
        open.push({ directory: full, depth: next.depth + 1 });
    }
  }
  const linked = found.find((file) => lstatSync(file).isSymbolicLink());
  if (linked) throw new Unfit(`${linked} is a symbolic link, and cannot be protected.`);
  return found;
}
