/** MCP clients' configuration files: which servers each gives its agent. Secrets in them leave this file as fingerprints alone. */
import path from "node:path";
import type { FoundSecret, FoundServer } from "../wire/discovery.ts";
import { lenientJson } from "./lenient-json.ts";
import { fingerprintOf, secretsIn, secretValue } from "./secrets.ts";
import { plainAddress, plainCommand } from "./shown-command.ts";
import { readToml, type Toml } from "./toml.ts";

type Plain = { [name: string]: unknown };
type Client = { client: string; fits: RegExp; servers: (content: unknown) => unknown };

const at =
  (...names: string[]) =>
  (content: unknown): unknown =>
    names.reduce<unknown>((now, name) => recordOf(now)[name], content);

/** Of Claude Code's own state: its servers, and those of each of its projects. */
const withProjects = (content: unknown): unknown => {
  const projects = Object.values(recordOf(recordOf(content).projects)).map((one) => recordOf(recordOf(one).mcpServers));
  return Object.assign({}, recordOf(recordOf(content).mcpServers), ...projects);
};

const clients: readonly Client[] = [
  { client: "Claude Desktop", fits: /(^|\/)claude_desktop_config\.json$/, servers: at("mcpServers") },
  { client: "Claude Code", fits: /(^|\/)\.claude\.json$/, servers: withProjects },
  { client: "Claude Code", fits: /(^|\/)\.claude\/settings(\.local)?\.json$/, servers: at("mcpServers") },
  { client: "Claude Code", fits: /(^|\/)\.mcp\.json$/, servers: at("mcpServers") },
  { client: "Cursor", fits: /(^|\/)\.cursor\/mcp\.json$/, servers: at("mcpServers") },
  { client: "VS Code", fits: /(^|\/)\.vscode\/mcp\.json$/, servers: at("servers") },
  { client: "VS Code", fits: /(^|\/)\.vscode\/settings\.json$/, servers: at("mcp", "servers") },
  { client: "VS Code", fits: /\.code-workspace$/, servers: at("settings", "mcp", "servers") },
  { client: "GitHub Copilot", fits: /(^|\/)\.copilot\/mcp-config\.json$/, servers: at("mcpServers") },
  { client: "Windsurf", fits: /(^|\/)\.(codeium\/)?windsurf\/mcp(_config)?\.json$/, servers: at("mcpServers") },
  { client: "Cline", fits: /(^|\/)cline_mcp_settings\.json$/, servers: at("mcpServers") },
  { client: "Roo Code", fits: /(^|\/)(\.roo\/mcp|mcp_settings)\.json$/, servers: at("mcpServers") },
  { client: "Gemini", fits: /(^|\/)\.gemini\/settings\.json$/, servers: at("mcpServers") },
  { client: "Amazon Q", fits: /(^|\/)\.?amazonq\/(default|mcp)\.json$/, servers: at("mcpServers") },
  { client: "Kiro", fits: /(^|\/)\.kiro\/settings\/mcp\.json$/, servers: at("mcpServers") },
  { client: "Junie", fits: /(^|\/)\.junie\/mcp\/mcp\.json$/, servers: at("mcpServers") },
  { client: "Zed", fits: /(^|\/)\.?zed\/settings\.json$/, servers: at("context_servers") },
  { client: "opencode", fits: /(^|\/)opencode\.jsonc?$/, servers: at("mcp") },
  { client: "Codex", fits: /(^|\/)\.codex\/([\w.-]+\.)?config\.toml$/, servers: at("mcp_servers") },
  // A file of that name that no client here is known by: what most of them write.
  { client: "MCP client", fits: /(^|\/)mcp(_config|-config|\.config)?\.json$/, servers: at("mcpServers") },
];

export type ClientConfig = { client: string; servers: FoundServer[]; secrets: FoundSecret[] };

const MOST_SERVERS = 100;
export const mayBeClientConfig = (name: string): boolean => /\.(jsonc?|toml|code-workspace)$/.test(name);

/** Null for what is none, and for one that names no server. */
export function readClientConfig(file: string, text: string): ClientConfig | null {
  const known = clients.find(({ fits }) => fits.test(file));
  if (!known) return null;
  const content = file.endsWith(".toml") ? plainOf(readToml(text)) : lenientJson(text);
  const named = Object.entries(recordOf(known.servers(content))).filter(([, one]) => isRecord(one));
  if (named.length === 0) return null;
  const lines = text.split("\n");
  const secrets: FoundSecret[] = [];
  const servers = named.slice(0, MOST_SERVERS).map(([name, one]) => {
    const place = { file, line: lineOf(lines, name) };
    const read = serverOf(name, recordOf(one), place, (value) => ({ file, line: lineOf(lines, value) ?? place.line }));
    secrets.push(...read.secrets);
    return read.server;
  });
  return { client: known.client, servers, secrets };
}

const lineOf = (lines: readonly string[], value: string): number | null => {
  const line = lines.findIndex((one) => one.includes(value));
  return line === -1 ? null : line + 1;
};
/** The line of the text that holds this. */
export const placed = (text: string, value: string): number | null => lineOf(text.split("\n"), value);

function serverOf(
  name: string,
  one: Plain,
  place: FoundServer["place"],
  placeOf: (value: string) => FoundServer["place"],
) {
  const nested = recordOf(one.command);
  const words = [one.command, nested.path, ...listOf(one.args), ...listOf(nested.args)].flatMap((part) =>
    Array.isArray(part) ? part.filter((word) => typeof word === "string") : typeof part === "string" ? part : [],
  );
  const address = [one.url, one.serverUrl, one.httpUrl].find((value) => typeof value === "string");
  const given = ["env", "environment", "headers", "http_headers", "requestInit"].flatMap((field) =>
    Object.entries(recordOf(one[field])),
  );
  const references = [
    one.bearer_token_env_var,
    ...listOf(one.env_vars),
    ...Object.values(recordOf(one.env_http_headers)),
  ];
  const nestedEnv = Object.entries(recordOf(nested.env));
  const variables = [...given, ...nestedEnv].map(([variable]) => variable);
  const secrets = [...given, ...nestedEnv].flatMap(([variable, value]) => {
    const secret = typeof value === "string" ? secretValue(variable, value) : null;
    return secret === null
      ? []
      : [{ what: `${variable} of ${name}`, fingerprint: fingerprintOf(secret), place: placeOf(secret) }];
  });
  const shown = plainCommand(words);
  const inWords = [...shown.secrets, ...secretsIn(address ?? "").map(({ value }) => value)];
  const url = address === undefined ? null : plainAddress(address);
  const server: FoundServer = {
    name: name.slice(0, 100) || "unnamed",
    transport: address !== undefined ? "http" : words.length > 0 ? "stdio" : "unknown",
    command: words.length > 0 ? shown.text.slice(0, 1000) : null,
    url: url?.slice(0, 1000) ?? null,
    variables: unique([...variables, ...references.filter((text) => typeof text === "string")]).slice(0, 50),
    place,
  };
  const hidden = inWords.map((value) => ({
    what: `argument of ${name}`,
    fingerprint: fingerprintOf(value),
    place: placeOf(value),
  }));
  return { server, secrets: [...secrets, ...hidden].map((secret) => ({ ...secret, what: secret.what.slice(0, 100) })) };
}

const unique = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => name.slice(0, 100)).filter((name) => name !== "")),
];
const isRecord = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Plain => (isRecord(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function plainOf(value: Toml): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, one]) => [name, plainOf(one)]));
  return Array.isArray(value) ? value.map(plainOf) : value;
}

/** Of the folder that the client's own folder stands in. */
export function projectOf(file: string): string {
  const folder = path.posix.dirname(file);
  return folder.replace(/(^|\/)\.[\w-]+(\/[\w-]+)*$/, "") || ".";
}
