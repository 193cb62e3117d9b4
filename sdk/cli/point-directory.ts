/** Where the enforcement points of this user keep their state. */
import { homedir } from "node:os";
import path from "node:path";

export const pointsDirectory = (): string => path.join(homedir(), ".gatehouse", "points");

/** A directory for each agent and server: a point that runs twice needs two. */
export function pointDirectory(agent: string, server: string): string {
  return path.join(pointsDirectory(), `${fileName(agent)}-${fileName(server)}`);
}

/** A short name for a server that was not given one, from the command that starts it. */
export function nameOfCommand(command: readonly string[]): string {
  const [first = "server", ...rest] = command;
  const runs = /^(npx|bunx|uvx|pnpm|yarn|node|bun|deno|python\d*(\.\d+)?|docker)$/.test(path.basename(first));
  const named = runs ? rest.find((word) => !word.startsWith("-")) : undefined;
  return path.basename(named ?? first).replace(/\.[a-z]+$/, "") || "server";
}

const fileName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 80);
