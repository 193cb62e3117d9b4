/**
 * Administration without a browser. `npm run -s admin -- COMMAND` prepares the database and the environment, then runs this.
 * What a command answers goes to standard output and nothing else does, so that scripts can take it as it is.
 */
import { parseArgs } from "node:util";
import { database } from "@/lib/db/client";
import { errorFields } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import { type AdminCommand, CannotGoOn } from "./admin/admin-command";
import { apiKey } from "./admin/api-key";
import { demoLoad, demoRemove } from "./admin/demo";
import { hasAdminCommand } from "./admin/has-admin";
import { secondPerson } from "./admin/second-person";
import { setupLink } from "./admin/setup-link";

const commands: Record<string, AdminCommand> = {
  "setup-link": setupLink,
  "api-key": apiKey,
  "has-admin": hasAdminCommand,
  "second-person": secondPerson,
  "demo-load": demoLoad,
  "demo-remove": demoRemove,
};

const help = (): string =>
  [
    "Usage: npm run -s admin -- COMMAND",
    "",
    ...Object.values(commands).map((c) => `  ${c.usage}\n      ${c.summary}`),
  ].join("\n");

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help") {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new CannotGoOn(`There is no command ${JSON.stringify(name)}.`, `\n${help()}`, 2);
  const values = valuesOf(command, args);
  try {
    return await command.run(values);
  } finally {
    await database().$disconnect();
  }
}

function valuesOf(command: AdminCommand, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new CannotGoOn(`${error instanceof Error ? error.message : error}.`, `Usage: ${command.usage}`, 2);
  }
}

/** One sentence with the mend; what nobody foresaw keeps its stack, for a report. */
function explain(error: unknown): string {
  if (error instanceof CannotGoOn || error instanceof Refusal) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = `${code} ${errorFields(error).error}`;
  if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|P1001|Can't reach database/.test(text)) {
    return "The database cannot be reached. Start Gatehouse with `npm start`, or check DATABASE_URL.";
  }
  if (/P2021|does not exist in the current database/.test(text)) {
    return "The database has no tables yet. Start Gatehouse once with `npm start`, which makes them.";
  }
  return String(errorFields(error).stack ?? text);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  process.exitCode = error instanceof CannotGoOn ? error.exitCode : 1;
}
