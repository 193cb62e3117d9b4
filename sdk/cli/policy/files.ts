/**
 * A folder of policies:
 *
 *     NAME.cedar        one policy; its first lines may be `// title: …` and `// status: disabled`
 *     tests/*.json      one case each
 *     inventory.json    agents, tools and rules as they were pulled, for testing offline
 *     gatehouse.json    the publication that was pulled
 *     roll-out.json     the terms of `push --rings`; the console's own where it is not there
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../../pep/logger.ts";
import { PolicyCase } from "../../policy/policy-case.ts";
import { BundleContent } from "../../wire/bundle.ts";

export type PolicyFile = { slug: string; title: string; status: "active" | "disabled"; text: string; path: string };
export type CaseFile = PolicyCase & { path: string };

export const Inventory = BundleContent.omit({ format: true, policies: true });
export type Inventory = z.infer<typeof Inventory>;
const State = z.object({ published: z.int().nullable() });

const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/;
const HEADER = /^\/\/ (title|status): (.*)\r?\n/;

export async function readPolicies(dir: string): Promise<PolicyFile[]> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith(".cedar")).sort();
  if (names.length === 0) throw new Error(`There is no policy in ${dir}: files that end in .cedar are looked for.`);
  return Promise.all(
    names.map(async (name) => policyOf(name, join(dir, name), await readFile(join(dir, name), "utf8"))),
  );
}

export function policyOf(name: string, path: string, content: string): PolicyFile {
  const slug = name.replace(/\.cedar$/, "");
  if (!SLUG.test(slug)) throw new Error(`${path}: a policy's file is named in lower-case letters, digits and hyphens.`);
  const told = { title: slug, status: "active" };
  let text = content;
  for (let line = HEADER.exec(text); line; line = HEADER.exec(text)) {
    told[line[1] === "title" ? "title" : "status"] = (line[2] ?? "").trim();
    text = text.slice(line[0].length);
  }
  if (told.status !== "active" && told.status !== "disabled")
    throw new Error(`${path}: the status is active or disabled, not "${told.status}".`);
  return { slug, title: told.title || slug, status: told.status, text, path };
}

export const contentOf = ({ title, status, text }: Omit<PolicyFile, "path">): string =>
  `// title: ${title.replace(/[\r\n]+/g, " ")}\n${status === "disabled" ? "// status: disabled\n" : ""}${text}`;

export async function readCases(dir: string): Promise<CaseFile[]> {
  const folder = join(dir, "tests");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => ({ ...(await readJson(join(folder, name), PolicyCase)), path: join(folder, name) })),
  );
}

export const readInventory = (dir: string): Promise<Inventory> => readJson(join(dir, "inventory.json"), Inventory);

/** The publication that was pulled; undefined where nothing says so. */
export async function readPublished(dir: string): Promise<number | null | undefined> {
  const there = await readFile(join(dir, "gatehouse.json"), "utf8").catch(() => null);
  return there === null ? undefined : (await readJson(join(dir, "gatehouse.json"), State)).published;
}

export const writePublished = (dir: string, published: number | null): Promise<void> =>
  writeFile(join(dir, "gatehouse.json"), `${JSON.stringify({ published }, null, 2)}\n`);

const Terms = z.record(z.string(), z.unknown());
/** Whether they make sense is the console's to say. */
export async function readTerms(dir: string): Promise<z.infer<typeof Terms>> {
  const path = join(dir, "roll-out.json");
  const there = await readFile(path, "utf8").catch(() => null);
  return there === null ? {} : readJson(path, Terms);
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${messageOf(error)}.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path}: ${issue?.path.join(".") || "it"} ${issue?.message ?? "is not understood"}.`);
}

/** The folder becomes what was pulled: files of policies and cases that are gone are removed, nothing else is touched. */
export async function writeFolder(
  dir: string,
  policies: readonly Omit<PolicyFile, "path">[],
  cases: readonly PolicyCase[],
  inventory: Inventory | null,
): Promise<void> {
  const tests = join(dir, "tests");
  await mkdir(tests, { recursive: true });
  const files = new Map(policies.map((policy) => [`${policy.slug}.cedar`, contentOf(policy)]));
  const taken = new Set<string>();
  const caseFiles = new Map(cases.map((one) => [caseName(one.name, taken), `${JSON.stringify(one, null, 2)}\n`]));
  await replace(dir, ".cedar", files);
  await replace(tests, ".json", caseFiles);
  if (inventory) await writeFile(join(dir, "inventory.json"), `${JSON.stringify(inventory, null, 2)}\n`);
}

async function replace(folder: string, ending: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(ending) && !files.has(name) && !["inventory.json", "gatehouse.json"].includes(name))
      await rm(join(folder, name));
  for (const [name, content] of files) await writeFile(join(folder, name), content);
}

function caseName(name: string, taken: Set<string>): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 80) || "case";
  let unique = plain;
  for (let count = 2; taken.has(unique); count++) unique = `${plain}-${count}`;
  taken.add(unique);
  return `${unique}.json`;
}
