/** What manifests and lock files say that code is built with. Pure: a file's name and text come in. */
import { type Ecosystem, type Known, knownAs } from "./catalogue.ts";
import { lenientJson } from "./lenient-json.ts";
import { listOf, readToml, type Toml, tableOf, textOf } from "./toml.ts";

export type Dependency = { known: Known; version: string | null; how: "declared" | "locked"; line: number | null };
export type Manifest = { name: string | null; dependencies: Dependency[] };

type Reader = (text: string) => Manifest;
type Named = readonly (readonly [string, string | null])[];

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const word = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 60) : null;

function dependenciesOf(text: string, ecosystem: Ecosystem, how: Dependency["how"], named: Named): Dependency[] {
  const found: Dependency[] = [];
  const lines = text.split("\n");
  for (const [name, version] of named) {
    const known = knownAs(ecosystem, name);
    if (!known) continue;
    const line = lines.findIndex((one) => one.includes(name));
    found.push({ known, version, how, line: line === -1 ? null : line + 1 });
  }
  return found;
}

const packageJson: Reader = (text) => {
  const content = record(lenientJson(text));
  const fields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
  const named = fields.flatMap((field) =>
    Object.entries(record(content[field])).map(([name, version]) => [name, word(version)] as const),
  );
  return { name: word(content.name), dependencies: dependenciesOf(text, "npm", "declared", named) };
};

const REQUIREMENT = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([=<>!~][^;#]*)?/;
function requirement(line: string): readonly [string, string | null] | null {
  const [, name, version] = REQUIREMENT.exec(line) ?? [];
  return name === undefined ? null : [name, word(version)];
}

const requirements: Reader = (text) => {
  const named = text.split("\n").flatMap((line) => {
    const found = /^\s*(?:#|-)/.test(line) ? null : requirement(line);
    return found ? [found] : [];
  });
  return { name: null, dependencies: dependenciesOf(text, "pypi", "declared", named) };
};

const versionIn = (value: Toml | undefined): string | null =>
  value instanceof Map ? word(textOf(value.get("version"))) : word(textOf(value));

const pyproject: Reader = (text) => {
  const root = readToml(text);
  const project = tableOf(root, "project");
  const poetry = tableOf(root, "tool", "poetry");
  const lists = [
    project.get("dependencies"),
    ...tableOf(project, "optional-dependencies").values(),
    ...tableOf(root, "dependency-groups").values(),
    tableOf(root, "tool", "uv").get("dev-dependencies"),
  ];
  const named: (readonly [string, string | null])[] = lists
    .flatMap((list) => listOf(list))
    .map((one) => requirement(textOf(one) ?? ""))
    .filter((one) => one !== null);
  const groups = [...tableOf(poetry, "group").values()].map((group) => tableOf(group, "dependencies"));
  for (const table of [tableOf(poetry, "dependencies"), tableOf(poetry, "dev-dependencies"), ...groups])
    for (const [name, value] of table) named.push([name, versionIn(value)]);
  const name = word(textOf(project.get("name"))) ?? word(textOf(poetry.get("name")));
  return { name, dependencies: dependenciesOf(text, "pypi", "declared", named) };
};

const pipfile: Reader = (text) => {
  const root = readToml(text);
  const named = ["packages", "dev-packages"].flatMap((table) =>
    [...tableOf(root, table)].map(([name, value]) => [name, versionIn(value)] as const),
  );
  return { name: null, dependencies: dependenciesOf(text, "pypi", "declared", named) };
};

/** Names and versions as a pattern finds them: the first group and the second. */
const byPattern =
  (ecosystem: Ecosystem, how: Dependency["how"], pattern: RegExp): Reader =>
  (text) => ({
    name: null,
    dependencies: dependenciesOf(
      text,
      ecosystem,
      how,
      [...text.matchAll(pattern)].map(([, name, version]) => [name ?? "", word(version)] as const),
    ),
  });

const packageLock: Reader = (text) => {
  const named = Object.entries(record(record(lenientJson(text)).packages)).flatMap(([place, entry]) => {
    const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    return name === undefined ? [] : [[name, word(record(entry).version)] as const];
  });
  return { name: null, dependencies: dependenciesOf(text, "npm", "locked", named) };
};

const pythonLock: Reader = (text) => {
  const named = listOf(readToml(text).get("package")).map(
    (one) => [textOf(tableOf(one).get("name")) ?? "", versionIn(one)] as const,
  );
  return { name: null, dependencies: dependenciesOf(text, "pypi", "locked", named) };
};

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^package\.json$/, packageJson],
  [/^requirements[\w.-]*\.(?:txt|in)$/i, requirements],
  [/^pyproject\.toml$/, pyproject],
  [/^Pipfile$/, pipfile],
  [
    /^setup\.(?:py|cfg)$/,
    byPattern("pypi", "declared", /["'\s]([A-Za-z][\w.-]+)\s*(?:\[[^\]]*\])?\s*([=<>~!]=[^"',\s]*)/g),
  ],
  [/^environment\.ya?ml$/, byPattern("pypi", "declared", /^\s*-\s+([A-Za-z][\w.-]*)\s*([=<>][^\s#]*)?/gm)],
  [
    /\.(?:cs|fs)proj$/,
    byPattern("nuget", "declared", /PackageReference\s+Include="([^"]+)"(?:\s+Version="([^"]*)")?/g),
  ],
  [
    /^packages\.props$/i,
    byPattern("nuget", "declared", /PackageVersion\s+Include="([^"]+)"(?:\s+Version="([^"]*)")?/g),
  ],
  [/^pom\.xml$/, byPattern("maven", "declared", /<groupId>\s*([\w.-]+)\s*<\/groupId>/g)],
  [/^build\.gradle(?:\.kts)?$/, byPattern("maven", "declared", /["']([\w.-]+:[\w.-]+)(?::([\w.-]+))?["']/g)],
  [/^go\.mod$/, byPattern("go", "declared", /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/[\w./-]+)\s+(v[\w.+-]+)/gm)],
  [/^package-lock\.json$/, packageLock],
  [/^npm-shrinkwrap\.json$/, packageLock],
  [/^yarn\.lock$/, byPattern("npm", "locked", /^"?((?:@[\w.-]+\/)?[\w.-]+)@[^\n]*:\n\s+version:? "?([\w.+-]+)/gm)],
  [/^pnpm-lock\.yaml$/, byPattern("npm", "locked", /^ {2}'?\/?((?:@[\w.-]+\/)?[\w.-]+)@(\d[\w.+-]*)[^\n]*:$/gm)],
  [/^bun\.lock$/, byPattern("npm", "locked", /^\s+"(?:[^"]+)": \["((?:@[\w.-]+\/)?[\w.-]+)@([\w.+-]+)"/gm)],
  [/^(?:poetry|uv)\.lock$/, pythonLock],
  [/^Pipfile\.lock$/, byPattern("pypi", "locked", /"([A-Za-z][\w.-]*)": \{[^{}]*"version": "==([^"]+)"/g)],
];

/** Null for what is no manifest. */
export function readManifest(name: string, text: string): Manifest | null {
  const reader = readers.find(([pattern]) => pattern.test(name))?.[1];
  return reader ? reader(text) : null;
}
export const isManifest = (name: string): boolean => readers.some(([pattern]) => pattern.test(name));

const JS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const JS_IMPORT = /\b(?:from\s*|require\s*\(\s*|import\s*\(?\s*)["']((?:@[\w.-]+\/)?[\w.-]+(?:\/[\w./-]+)?)["']/g;
const PYTHON_IMPORT = /^\s*(?:from\s+([A-Za-z_][\w.]*)\s+import\b|import\s+([A-Za-z_][\w., \t]*))/;

/** What one line of code imports. */
export function importedIn(file: string, line: string): Known[] {
  if (JS.test(file)) return [...line.matchAll(JS_IMPORT)].flatMap(([, name]) => knownAs("npm", name ?? "") ?? []);
  if (!/\.(?:py|ipynb)$/.test(file)) return [];
  const code = file.endsWith(".ipynb") ? line.replace(/^\s*"/, "") : line;
  const [, from, all] = PYTHON_IMPORT.exec(code) ?? [];
  const modules = from !== undefined ? [from] : (all ?? "").split(",").map((one) => one.trim().split(/\s/)[0] ?? "");
  return modules.flatMap((name) => (name === "" ? [] : (knownAs("python", name) ?? [])));
}
