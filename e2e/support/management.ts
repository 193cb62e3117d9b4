/** The management API as a program calls it: an API key from the command line, operations by their contract. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { z } from "zod";
import { method, type Operation, path as pathOf, pathParams } from "@/lib/shared/operation";
import type { Problem } from "@/sdk/wire/protocol";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs `npm run -s admin -- ARGS` against the stack whose data directory the environment names. */
export const admin = (...args: string[]): string =>
  execFileSync(process.execPath, [path.join(root, "scripts", "admin.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
  }).trim();

export type Management = <In extends z.ZodType, Out extends z.ZodType>(
  op: Operation<In, Out>,
  input: z.input<In>,
) => Promise<z.output<Out>>;

/** A refusal, as the API says it. */
export class Refused extends Error {
  override name = "Refused";
  readonly problem: Partial<Problem>;
  constructor(asked: string, status: number, problem: Partial<Problem>) {
    super(`${asked} answered ${status}: ${JSON.stringify(problem)}`);
    this.problem = problem;
  }
}

/** Calls operations with this key; throws with the problem's own words. */
export function management(key: string, consoleUrl: string): Management {
  return async (op, input) => {
    const given = input as Record<string, unknown>;
    const inPath = pathParams(op);
    const filled = pathOf(op).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])));
    const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !inPath.includes(name)));
    const reads = method(op) === "GET";
    const search = reads
      ? `?${new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]))}`
      : "";
    const response = await fetch(`${consoleUrl}/api${filled}${search}`, {
      method: method(op),
      headers: { authorization: `Bearer ${key}`, ...(reads ? {} : { "content-type": "application/json" }) },
      ...(reads ? {} : { body: JSON.stringify(rest) }),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Refused(op.http, response.status, body as Partial<Problem>);
    return body as z.output<(typeof op)["output"]>;
  };
}
