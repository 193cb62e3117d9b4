/** Reads which servers `gatehouse mcp` stands before, from its arguments or from a file. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { SERVER_NAME } from "../mcp/hub-names.ts";
import type { NamedServer, ServerSpec } from "../mcp/upstream.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { Misused } from "./misused.ts";

const NAME = /^[^/\s]{1,100}$/u;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/s;

export type ServerArguments = {
  servers: readonly string[];
  upstream: string | undefined;
  headers: readonly string[];
  config: string | undefined;
  command: readonly string[];
};

const texts = z.record(z.string(), z.string());
const ConfiguredServer = z.union([
  z.object({
    command: z.string().min(1),
    args: z.array(z.string()).default([]),
    env: texts.optional(),
    cwd: z.string().optional(),
  }),
  z.object({ url: z.string(), headers: texts.default({}) }),
]);
/** The form that most MCP clients keep their servers in. */
const Configuration = z.object({ mcpServers: z.record(z.string(), ConfiguredServer) });

export function readServers(given: ServerArguments): NamedServer[] {
  const { servers, upstream, headers, config, command } = given;
  const several = servers.filter((server) => server.includes("="));
  const ways = [config !== undefined, upstream !== undefined, command.length > 0, several.length > 0];
  if (ways.filter(Boolean).length !== 1) {
    throw new Misused(
      "Say how the server is reached, in one way: -- CMD ARGS, --upstream URL, --server NAME=CMD (repeated) or --config FILE.",
    );
  }
  if (headers.length > 0 && upstream === undefined) throw new Misused("--header goes with --upstream.");
  if (config !== undefined) return fromFile(config);
  if (several.length > 0) {
    if (several.length < servers.length) throw new Misused("Of several servers, each has a NAME=CMD or NAME=URL.");
    return checked(several.map(fromText));
  }
  const [name = null, ...more] = servers;
  if (more.length > 0) throw new Misused("There is one server here, so it has one name.");
  if (name !== null && !NAME.test(name)) throw new Misused("A server's name has no spaces and no slash.");
  return [{ name, spec: upstream === undefined ? commandOf(command) : remote(upstream, headersOf(headers)) }];
}

function fromText(text: string): NamedServer {
  const at = text.indexOf("=");
  const [name, rest] = [text.slice(0, at), text.slice(at + 1).trim()];
  return { name, spec: /^https?:\/\//.test(rest) ? remote(rest, {}) : commandOf(words(rest)) };
}

function fromFile(file: string): NamedServer[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Misused(`The file ${printable(file, 200)} cannot be read as JSON: ${printable(messageOf(error), 200)}.`);
  }
  const parsed = Configuration.safeParse(json);
  if (!parsed.success)
    throw new Misused(
      `The file ${printable(file, 200)} is not as it should be: {"mcpServers": {"NAME": {"command": …, "args": […]}, "NAME": {"url": …}}}.`,
    );
  const servers = Object.entries(parsed.data.mcpServers).map(([name, server]): NamedServer => {
    if ("url" in server) return { name, spec: remote(server.url, filled(server.headers)) };
    return { name, spec: { kind: "command", ...server, env: filled(server.env ?? {}) } };
  });
  if (servers.length === 0) throw new Misused("The file names no server.");
  return checked(servers);
}

function checked(servers: NamedServer[]): NamedServer[] {
  const names = new Set<string>();
  for (const { name } of servers) {
    if (name === null || !SERVER_NAME.test(name))
      throw new Misused(
        `"${printable(name ?? "", 60)}" cannot be a server's name here: letters, digits, dots and dashes, no "__".`,
      );
    if (names.has(name)) throw new Misused(`There are two servers named ${name}.`);
    names.add(name);
  }
  return servers;
}

function commandOf([command = "", ...args]: readonly string[]): ServerSpec {
  if (command === "") throw new Misused("The command of a server is empty.");
  return { kind: "command", command, args };
}

function remote(text: string, headers: Record<string, string>): ServerSpec {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new Misused(`"${printable(text, 200)}" is not the address of a server: it begins with http:// or https://.`);
  if (url.username !== "" || url.password !== "")
    throw new Misused("A secret does not belong in an address, where it is logged: give it by --header.");
  return { kind: "url", url, headers };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ""] = HEADER.exec(line) ?? [];
    if (name === undefined) throw new Misused('A header is written as "Name: value".');
    headers[name.toLowerCase()] = value;
  }
  return filled(headers);
}

/** `${NAME}` stands for a variable of the environment, so that a secret is neither in a file nor in a list of processes. */
function filled(values: Record<string, string>): Record<string, string> {
  const fill = (text: string): string =>
    text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const value = process.env[name];
      if (value === undefined) throw new Misused(`The variable ${name} is not set in the environment.`);
      return value;
    });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
}

/** A command line as a shell would part it, without what else a shell does. */
function words(text: string): string[] {
  const found = text.matchAll(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g);
  return [...found].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? "") : double.replace(/\\(.)/g, "$1"),
    ),
  );
}
