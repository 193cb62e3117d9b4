import { connect, Denied, guard } from "gatehouse";
import { billing } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const refund = guard(point, {
  agent: "AGENT_ID",
  tool: "SERVER/refund",
  fn: ({ invoice }: { invoice: string }) => billing.refund(invoice),
  reason: "It was paid twice.",
});

try {
  console.log(await refund({ invoice: "i-1" }));
} catch (error) {
  if (!(error instanceof Denied)) throw error;
  console.log(error.message);
}
await point.close();
