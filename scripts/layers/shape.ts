/** Rules about a file by itself: its name, its length, and who reads the environment. */
import { codeOf } from "./code-of";
import { isTest } from "./project";

const LONGEST = 300;
const LONG = 200;

const readsEnvironmentFreely = (file: string): boolean =>
  isTest(file) || file === "lib/env.ts" || !/^(app|components|lib)\//.test(file);

export function shapeErrors(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, source]) => {
    const errors: string[] = [];
    if (/(^|\/)index\.tsx?$/.test(file) && file !== "sdk/index.ts") {
      errors.push(`${file}: no index files; the folder's listing is the index`);
    }
    const lines = lengthOf(source);
    if (lines > LONGEST && !isTest(file)) errors.push(`${file}: ${lines} lines; ${LONGEST} is the most`);
    if (!readsEnvironmentFreely(file) && /\bprocess\s*\.\s*env\b/.test(codeOf(source))) {
      errors.push(`${file}: reads process.env; lib/env.ts is its only reader`);
    }
    return errors;
  });
}

export const shapeWarnings = (files: ReadonlyMap<string, string>): string[] =>
  [...files]
    .filter(([file, source]) => !isTest(file) && lengthOf(source) > LONG && lengthOf(source) <= LONGEST)
    .map(([file, source]) => `${file}: ${lengthOf(source)} lines; consider splitting it`);

const lengthOf = (source: string): number => source.trimEnd().split("\n").length;
