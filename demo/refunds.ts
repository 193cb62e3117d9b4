/** The refund desk: an agent in this very process whose one tool is guarded by the SDK. A refund is a line in a ledger file. */
import { appendFileSync } from "node:fs";
import path from "node:path";
import { liveAgents } from "@/lib/demo/company";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { JsonObject } from "@/sdk/canonical";
import { guard } from "@/sdk/guard";
import { connect } from "@/sdk/pep/connect";
import { type LiveAgent, pointOf, work } from "./live-agent";

type Refund = { customer: string; amount: number; reason: string };

export const refundDefinition: { name: string; definition: JsonObject } = {
  name: "refund",
  definition: {
    inputSchema: {
      type: "object",
      properties: {
        customer: { type: "string" },
        amount: { type: "integer", description: "whole euros" },
        reason: { type: "string" },
      },
      required: ["customer", "amount", "reason"],
      additionalProperties: false,
    },
  },
};

const amounts = [15, 40, 22, 65, 30, 85, 12, 240, 55, 4800, 18, 35];

export async function runRefundDesk(live: LiveAgent): Promise<void> {
  const { stateDir, agentId, token } = await pointOf(live, liveAgents.refunds, "sdk");
  const point = await connect({
    url: env.gatewayUrl,
    kind: "sdk",
    stateDir,
    agent: agentId,
    name: liveAgents.refunds,
    ...(token ? { enrolToken: token } : {}),
  });
  log.info("demo agent running", { agent: liveAgents.refunds });
  live.stopping.addEventListener("abort", () => void point.close(), { once: true });
  const ledger = path.join(live.home, "refunds.ledger");
  const refund = guard(point, {
    agent: agentId,
    tool: "demo-payments/refund",
    fn: ({ customer, amount, reason }: Refund) =>
      appendFileSync(ledger, `${new Date().toISOString()}\t${customer}\t${amount}\t${reason}\n`),
    reason: ({ customer, reason }: Refund) => `${customer} is owed this: ${reason}`,
  });
  await work(live, async (turn) => {
    await refund(
      { customer: `Customer ${4000 + turn}`, amount: amounts[turn % amounts.length] ?? 10, reason: "late delivery" },
      live.stopping,
    );
  });
}
