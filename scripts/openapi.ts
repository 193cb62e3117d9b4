/** `npm run openapi`: fails when public/openapi.json is not what the operations say; with --write it is written anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openApiDocument } from "@/lib/http/openapi";

const name = "public/openapi.json";
const file = path.join(import.meta.dirname, "..", name);
const wanted = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
const present = existsSync(file) ? readFileSync(file, "utf8") : "";

if (process.argv.includes("--write")) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, wanted);
  console.log(present === wanted ? `${name} was up to date` : `${name} is written`);
} else if (present === wanted) {
  console.log(`${name} is what the operations say`);
} else {
  const line = wanted.split("\n").findIndex((text, index) => text !== present.split("\n")[index]) + 1;
  console.error(`${name} is not what the operations say (first difference: line ${line}).`);
  console.error("Run `npm run openapi -- --write` and commit the file with the change that caused it.");
  process.exitCode = 1;
}
// Loading the operations loads the application, parts of which would wait for a database that this check never needs.
process.exit();
