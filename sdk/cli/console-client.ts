/** Requests of the command line to the console, with an API key from the environment. */
import { type ZodType, z } from "zod";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { Misused } from "./misused.ts";
import { readAddress } from "./read-options.ts";

export type Console = { url: URL; key: string };

/** `address` wins over the environment. The key never stands on the command line, where other users could read it. */
export function consoleFrom(address: string | undefined, purpose = "may stop agents"): Console {
  const { GATEHOUSE_CONSOLE_URL, GATEHOUSE_API_KEY } = process.env;
  const url = readAddress(address ?? GATEHOUSE_CONSOLE_URL ?? "http://localhost:3000", "console");
  if (!GATEHOUSE_API_KEY) throw new Misused(`Put an API key that ${purpose} into GATEHOUSE_API_KEY.`);
  return { url, key: GATEHOUSE_API_KEY };
}

/** The console answered, and said no. */
export class ConsoleRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export async function ask<T>(
  { url, key }: Console,
  answer: ZodType<T>,
  route: `${"GET" | "POST"} ${string}`,
  body?: unknown,
): Promise<T> {
  const [method = "GET", path = ""] = route.split(" ");
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init: RequestInit = { method, headers, redirect: "error" };
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(new URL(path, url), init);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const why = printable(messageOf(cause), 300);
    throw new Error(
      `The console at ${url.origin} cannot be reached (${why}). Is it running, and is the address right?`,
    );
  }
  const content: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(content, response.status);
  const parsed = answer.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error("The console's answer is not understood. Do its version and this one belong together?");
}

function refusal(body: unknown, status: number): ConsoleRefusal {
  const problem = z.object({ detail: z.string(), code: z.string().default("") }).safeParse(body);
  const detail = problem.success ? problem.data.detail : `it answered ${status} without an explanation.`;
  return new ConsoleRefusal(status, problem.data?.code ?? "", `The console refused: ${printable(detail, 500)}`);
}
