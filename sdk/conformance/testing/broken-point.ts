import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryDirectory } from "../../testing/temporary-directory.ts";
import { CommandSubject } from "../command-subject.ts";

export const barePoint = path.resolve(import.meta.dirname, "../../../examples/bare-point");

/** One place in the bare point, and what a careless author might have written there. */
export type Mistake = { file: string; right: string; wrong: string };

/** The bare point with one mistake in it. */
export function brokenPoint({ file, right, wrong }: Mistake): CommandSubject {
  const directory = temporaryDirectory();
  cpSync(barePoint, directory, { recursive: true });
  const place = path.join(directory, file);
  const source = readFileSync(place, "utf8");
  const parts = source.split(right);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places that read: ${right}`);
  writeFileSync(place, parts.join(wrong));
  return new CommandSubject([process.execPath, path.join(directory, "point.mjs")]);
}
