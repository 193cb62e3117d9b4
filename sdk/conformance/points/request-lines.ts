/** The wrapper's side of the contract: one JSON request per line in, one JSON answer per line out. */
import { createInterface } from "node:readline";
import { z } from "zod";
import { messageOf } from "../../pep/logger.ts";

const Request = z.object({
  id: z.string(),
  agentId: z.string(),
  tool: z.string(),
  // As parsed, whatever it holds: a copy would lose names such as `__proto__`.
  arguments: z.unknown(),
  onBehalfOf: z.string().optional(),
  chain: z.array(z.string()).optional(),
  credential: z.string().optional(),
  seenPin: z.string().nullable().optional(),
});
export type Request = z.infer<typeof Request>;
export type Reply = { ran: boolean; code: string | null } | { unsupported: string };

/** Resolves when the input has ended and every request is answered. */
export async function serveRequests(answer: (request: Request) => Promise<Reply>): Promise<void> {
  const open = new Set<Promise<void>>();
  for await (const line of createInterface({ input: process.stdin })) {
    const request = Request.parse(JSON.parse(line));
    const done = answer(request)
      .catch((error: unknown): Reply => ({ ran: false, code: `error: ${messageOf(error)}` }))
      .then((reply) => void process.stdout.write(`${JSON.stringify({ id: request.id, ...reply })}\n`))
      .finally(() => open.delete(done));
    open.add(done);
  }
  await Promise.all(open);
}

/** The trivial tool. It is in the kit, so that the kit sees for itself what runs. */
export async function runTool(url: string, tool: string, args: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tool, arguments: args }),
  });
  if (!response.ok) throw new Error(`the tool answered ${response.status}`);
  return response.json();
}

export function surrounding(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this is to be started by gatehouse conformance`);
  return value;
}
