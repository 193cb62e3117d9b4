/** `gatehouse kill`: stops an agent at every enforcement point, and shows how long each took. */
import { z } from "zod";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { Misused } from "./misused.ts";
import { readAddress, readOptions } from "./read-options.ts";

const POLL_MS = 100;
const WAIT_MS = 30_000;

const StopOrder = z.object({
  orderId: z.string(),
  agentName: z.string().optional(),
  points: z.array(
    z.object({
      pepId: z.string(),
      name: z.string(),
      state: z.enum(["confirmed", "pending", "unreachable"]),
      ms: z.number().nullable(),
      leaseEndsAt: z.string().nullable().optional(),
    }),
  ),
});
type StopOrder = z.infer<typeof StopOrder>;
type Console = { url: URL; key: string };

export async function run(argv: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const options = { reason: text, console: text, wait: { type: "boolean" } } as const;
  const { values, positionals } = readOptions({ args: argv, options, allowPositionals: true });
  const [agent, ...more] = positionals;
  if (agent === undefined || more.length > 0) throw new Misused("Name one agent to kill.");
  const { GATEHOUSE_CONSOLE_URL, GATEHOUSE_API_KEY } = process.env;
  const address = values.console ?? GATEHOUSE_CONSOLE_URL ?? "http://localhost:3000";
  if (!GATEHOUSE_API_KEY) throw new Misused("Put an API key that may stop agents into GATEHOUSE_API_KEY.");
  const console = { url: readAddress(address, "console"), key: GATEHOUSE_API_KEY };
  const reason = values.reason ?? "Killed from the command line";
  const path = `/api/v1/agents/${encodeURIComponent(agent)}/kill`;
  const order = await request(console, path, { method: "POST", body: JSON.stringify({ reason }) });
  const seen = values.wait ? await confirmations(console, order) : order;
  show(agent, seen);
  if (!values.wait || seen.points.every((point) => point.state === "confirmed")) return 0;
  throw new Error("Not every enforcement point has confirmed. One that cannot be reached stops when its lease ends.");
}

/** The order once every point has answered or is known to be out of reach, or when patience ends. */
async function confirmations(console: Console, order: StopOrder): Promise<StopOrder> {
  const end = performance.now() + WAIT_MS;
  let seen = order;
  while (seen.points.some((point) => point.state === "pending") && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    seen = await request(console, `/api/v1/stop-orders/${encodeURIComponent(order.orderId)}`, { method: "GET" });
  }
  return seen;
}

async function request(console: Console, path: string, init: RequestInit): Promise<StopOrder> {
  const headers = { authorization: `Bearer ${console.key}`, "content-type": "application/json" };
  let response: Response;
  try {
    response = await fetch(new URL(path, console.url), { ...init, headers, redirect: "error" });
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const why = printable(messageOf(cause), 300);
    throw new Error(
      `The console at ${console.url.origin} cannot be reached (${why}). Is it running, and is the address right?`,
    );
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new Error(`The console refused: ${printable(detailOf(body, response.status), 500)}`);
  const order = StopOrder.safeParse(body);
  if (!order.success)
    throw new Error("The console's answer is not understood. Do its version and this one belong together?");
  return order.data;
}

function detailOf(body: unknown, status: number): string {
  const problem = z.object({ detail: z.string() }).safeParse(body);
  return problem.success ? problem.data.detail : `it answered ${status} without an explanation.`;
}

function show(agent: string, order: StopOrder): void {
  const name = printable(order.agentName ?? agent, 200);
  process.stdout.write(`${name} is killed (order ${printable(order.orderId, 100)}).\n`);
  if (order.points.length === 0) process.stdout.write("No enforcement point acts for it.\n");
  for (const point of order.points) {
    const took = point.ms === null ? "" : `${Math.round(point.ms)} ms`;
    const until =
      point.state === "unreachable" && point.leaseEndsAt ? `until ${printable(point.leaseEndsAt, 40)} at most` : took;
    process.stdout.write(`  ${point.state.padEnd(11)}  ${until.padStart(8)}  ${printable(point.name, 120)}\n`);
  }
}
