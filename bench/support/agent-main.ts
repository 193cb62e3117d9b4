/**
 * An agent behind a real point of the SDK, in a process of its own: for each amount that it is told, it makes a payment that is
 * held, says so, and says when the payment ran. Started with what `connect` takes, as JSON.
 */
import { payTool } from "@/lib/enforcement/testing";
import { connect } from "@/sdk/pep/connect";
import { clockMs } from "./figures";

export type FromAgent =
  | { told: "connected" }
  | { told: "held"; checkpointId: string }
  | { told: "ran"; at: number }
  | { told: "failed"; why: string };

const tell = (message: FromAgent) => process.send?.(message);
const options: Parameters<typeof connect>[0] & { agent: string } = JSON.parse(process.argv[2] ?? "{}");
const point = await connect(options);

process.on("message", (amount: number) => {
  const call = { agentId: options.agent, tool: payTool, arguments: { to: "ACME", amount } };
  const run = async () => tell({ told: "ran", at: clockMs() });
  point
    .call(call, run, { onHeld: ({ checkpointId }) => tell({ told: "held", checkpointId }) })
    .catch((error: unknown) => tell({ told: "failed", why: String(error) }));
});
tell({ told: "connected" });
