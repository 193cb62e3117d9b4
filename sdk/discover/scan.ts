/** Looks through a directory for agents: what code is built with, what MCP clients are given, cards, and keys of models. */
import path from "node:path";
import { AgentCard, addressOf } from "../wire/agent-card.ts";
import { type Found, MOST_FOUND, type Place, type ScanReport } from "../wire/discovery.ts";
import type { Known } from "./catalogue.ts";
import { keyVariables } from "./catalogue.ts";
import { importedIn, isManifest, readManifest } from "./dependencies.ts";
import { lenientJson } from "./lenient-json.ts";
import { placed, projectOf, readClientConfig } from "./mcp-config.ts";
import { fingerprintOf, keyVariablesIn, secretsIn } from "./secrets.ts";
import { type Bounds, type TextFile, type Walked, walk } from "./walk.ts";

const SOURCE =
  /\.(?:py|ipynb|[cm]?[jt]sx?|vue|svelte|astro|cs|fs|java|kt|kts|go|rb|rs|php|scala|swift|sh|bash|ps1|tf|ya?ml|jsonc?|toml|ini|cfg|conf|properties|md|txt|lock|xml|gradle|csproj|fsproj|props|mod|code-workspace)$/i;
const NAMED =
  /^(?:\.env(?:\..*)?|.*\.env|Dockerfile.*|Containerfile|Procfile|Pipfile|Makefile|\.npmrc|\.envrc|AGENTS|requirements[\w.-]*\.in)$/;
const CARD = /(?:^|\/)(?:agent-card|agent_card|agentcard|\.well-known\/agent)\.json$/i;
const LOCK = /(?:^|[.-])lock(?:\.json|\.yaml)?$|^npm-shrinkwrap\.json$/;

export const wanted = (name: string): boolean => SOURCE.test(name) || NAMED.test(name) || isManifest(name);

type Evidence = { known: Known; version: string | null; how: "declared" | "imported" | "locked"; place: Place };
type Seen = { evidence: Evidence[]; variables: { name: string; place: Place }[]; secrets: Found["secrets"] };

export type Scan = { report: Omit<ScanReport, "repository" | "commit">; walked: Walked };

export function scan(root: string, name: string, bounds?: Bounds): Scan {
  const looked = new Look();
  const walked = walk(root, { wanted, visit: (file) => looked.at(file), bounds });
  const found = looked.found(name);
  if (found.length > MOST_FOUND) walked.short.push(`More than ${MOST_FOUND} agents were found.`);
  return {
    report: { format: 1, complete: walked.short.length === 0, found: found.slice(0, MOST_FOUND).map(storable) },
    walked,
  };
}

/** One text that no database holds must not keep the rest from being reported. */
const storable = (found: Found): Found =>
  JSON.parse(JSON.stringify(found), (_, value) =>
    typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\u{fffd}") : value,
  );

class Look {
  /** Folders with a manifest, and the name that it gives. */
  readonly #projects = new Map<string, string | null>();
  readonly #files = new Map<string, Seen>();
  readonly #others: Found[] = [];

  at({ file, text }: TextFile): void {
    const base = path.posix.basename(file);
    const folder = path.posix.dirname(file);
    const seen: Seen = { evidence: [], variables: [], secrets: [] };
    const manifest = readManifest(base, text);
    if (manifest) {
      this.#projects.set(folder, this.#projects.get(folder) ?? manifest.name);
      for (const { known, version, how, line } of manifest.dependencies)
        seen.evidence.push({ known, version, how, place: { file, line } });
    }
    const client = readClientConfig(file, text);
    if (client) this.#others.push(clientOf(file, client));
    const card = CARD.test(file) ? cardOf(file, text) : null;
    if (card) this.#others.push(card);
    if (!LOCK.test(base)) readLines(file, text, seen, client !== null);
    if (seen.evidence.length + seen.variables.length + seen.secrets.length > 0) this.#files.set(file, seen);
  }

  /** What was seen in files, by the project that each belongs to. */
  found(name: string): Found[] {
    const projects = new Map<string, Seen>();
    for (const [file, seen] of this.#files) {
      const project = this.#projectOf(file);
      const all = projects.get(project) ?? { evidence: [], variables: [], secrets: [] };
      all.evidence.push(...seen.evidence);
      all.variables.push(...seen.variables);
      all.secrets.push(...seen.secrets);
      projects.set(project, all);
    }
    const built = [...projects].map(([folder, seen]) => projectFound(folder, this.#nameOf(folder, name), seen));
    return [...built, ...this.#others].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  #nameOf(folder: string, root: string): string {
    const said = this.#projects.get(folder);
    return (said ?? (folder === "." ? root : path.posix.basename(folder))).slice(0, 120);
  }

  #projectOf(file: string): string {
    for (let folder = path.posix.dirname(file); ; folder = path.posix.dirname(folder)) {
      if (folder === "." || this.#projects.has(folder)) return folder;
    }
  }
}

const MOST_LINE = 4000;
/** That a text speaks of a variable does not mean that anything uses it. A key that stands in it is one all the same. */
const PROSE = /\.(?:md|txt)$/;

function readLines(file: string, text: string, seen: Seen, config: boolean): void {
  for (const [at, line] of text.split("\n").entries()) {
    const place = { file, line: at + 1 };
    // A line of a minified bundle is not what anybody wrote; a key may stand in it all the same.
    if (line.length <= MOST_LINE) {
      for (const known of importedIn(file, line)) seen.evidence.push({ known, version: null, how: "imported", place });
    }
    if (!PROSE.test(file)) for (const name of keyVariablesIn(line)) seen.variables.push({ name, place });
    if (config) continue;
    for (const { what, value } of secretsIn(line))
      seen.secrets.push({ what, fingerprint: fingerprintOf(value), place });
  }
}

const MOST_PLACES = 5;
const STRENGTH = ["locked", "imported", "declared"] as const;

function projectFound(folder: string, name: string, seen: Seen): Found {
  const frameworks = new Map<string, Found["frameworks"][number]>();
  for (const { known, version, how, place } of seen.evidence) {
    const before = frameworks.get(known.id);
    if (!before) {
      frameworks.set(known.id, { id: known.id, name: known.name, kind: known.kind, version, how, places: [place] });
      continue;
    }
    if (STRENGTH.indexOf(how) > STRENGTH.indexOf(before.how)) before.how = how;
    // What is locked is what is really used; a manifest only says a range.
    if (version !== null && (before.version === null || how === "locked")) before.version = version;
    if (before.places.length < MOST_PLACES && !before.places.some((one) => one.file === place.file))
      before.places.push(place);
  }
  const variables = new Map<string, Place[]>();
  for (const { name: variable, place } of seen.variables) {
    const places = variables.get(variable) ?? [];
    if (places.length < MOST_PLACES) places.push(place);
    variables.set(variable, places);
  }
  return {
    key: `project:${folder}`.slice(0, 600),
    kind: "project",
    name,
    path: folder.slice(0, 500),
    frameworks: [...frameworks.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, 40),
    variables: [...variables]
      .map(([variable, places]) => ({ name: variable, provider: keyVariables[variable] ?? "", places }))
      .slice(0, 40),
    servers: [],
    secrets: unique(seen.secrets),
    card: null,
  };
}

/** The same one in another file is another place to take it out of. */
const unique = (secrets: Found["secrets"]): Found["secrets"] => {
  const byPlace = new Map(secrets.map((one) => [`${one.fingerprint} ${one.place.file}`, one]));
  return [...byPlace.values()].slice(0, 50);
};

function clientOf(file: string, config: NonNullable<ReturnType<typeof readClientConfig>>): Found {
  const project = projectOf(file);
  const where = project === "." ? "" : ` in ${path.posix.basename(project)}`;
  return {
    key: `client:${file}`.slice(0, 600),
    kind: "client",
    name: `${config.client}${where}`.slice(0, 120),
    path: file.slice(0, 500),
    frameworks: [],
    variables: [],
    servers: config.servers,
    secrets: unique(config.secrets),
    card: null,
  };
}

function cardOf(file: string, text: string): Found | null {
  const parsed = AgentCard.safeParse(lenientJson(text));
  if (!parsed.success) return null;
  const { name, description, version, skills, signatures = [] } = parsed.data;
  const line = placed(text, name);
  return {
    key: `card:${file}`.slice(0, 600),
    kind: "card",
    name: name.slice(0, 120),
    path: file.slice(0, 500),
    frameworks: [
      {
        id: "a2a",
        name: "Agent2Agent card",
        kind: "framework",
        version: null,
        how: "declared",
        places: [{ file, line }],
      },
    ],
    variables: [],
    servers: [],
    secrets: [],
    card: {
      name,
      description: description.slice(0, 1000),
      url: addressOf(parsed.data),
      version,
      skills: skills.map((skill) => skill.name).slice(0, 50),
      signed: signatures.length > 0,
    },
  };
}
