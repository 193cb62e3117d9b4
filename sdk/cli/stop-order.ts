/** A stop order as the console tells it, and as lines on a terminal. */
import { z } from "zod";
import { printable } from "../pep/printable.ts";
import { ask, type Console } from "./console-client.ts";

const POLL_MS = 100;
const WAIT_MS = 30_000;

export const StopOrder = z.object({
  orderId: z.string(),
  agentName: z.string().optional(),
  status: z.string().default("killed"),
  points: z.array(
    z.object({
      pepId: z.string(),
      name: z.string(),
      state: z.enum(["confirmed", "pending", "unreachable"]),
      ms: z.number().nullable(),
      leaseEndsAt: z.string().nullable().optional(),
      probe: z.object({ result: z.string() }).nullable().optional(),
    }),
  ),
});
export type StopOrder = z.infer<typeof StopOrder>;

/** The order once every point has answered or is known to be out of reach, or when patience ends. */
export async function confirmations(console: Console, order: StopOrder): Promise<StopOrder> {
  const end = performance.now() + WAIT_MS;
  let seen = order;
  while (seen.points.some((point) => point.state === "pending") && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    seen = await ask(console, StopOrder, `GET /api/v1/stop-orders/${encodeURIComponent(order.orderId)}`);
  }
  return seen;
}

const DONE: Record<string, string> = { active: "released", lifted: "released", revoked: "stopped" };

export function show(fallback: string, order: StopOrder): void {
  const name = printable(order.agentName ?? fallback, 200);
  const done = DONE[order.status] ?? printable(order.status, 20);
  process.stdout.write(`${name} is ${done} (order ${printable(order.orderId, 100)}).\n`);
  if (order.points.length === 0) process.stdout.write("No enforcement point acts for it.\n");
  for (const point of order.points) {
    const took = point.ms === null ? "" : `${Math.round(point.ms)} ms`;
    const until =
      point.state === "unreachable" && point.leaseEndsAt ? `until ${printable(point.leaseEndsAt, 40)} at most` : took;
    const probe = point.probe ? `  probe ${printable(point.probe.result.replaceAll("_", " "), 20)}` : "";
    process.stdout.write(`  ${point.state.padEnd(11)}  ${until.padStart(8)}  ${printable(point.name, 120)}${probe}\n`);
  }
}

export function failUnlessConfirmed(order: StopOrder): number {
  if (order.points.every((point) => point.state === "confirmed")) return 0;
  throw new Error("Not every enforcement point has confirmed. One that cannot be reached stops when its lease ends.");
}
