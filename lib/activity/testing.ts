/** For tests: a call as a point reports it. */
import { newId } from "@/lib/shared/ids";
import type { CallEvent } from "@/sdk/wire/protocol";

/** Allowed, by an agent; what matters to the test is given. */
export const callOf = (agentId: string, more: Partial<CallEvent> = {}): CallEvent => ({
  type: "call",
  id: `event-${newId("request")}`,
  at: new Date().toISOString(),
  agentId,
  tool: "bank/balance",
  operationClass: "read",
  effect: "allow",
  code: "permitted",
  enforced: true,
  reason: "Permitted.",
  policies: [],
  observed: [],
  revision: 1,
  decisionNs: 1000,
  argumentsDigest: `sha256:${"0".repeat(64)}`,
  argumentsText: "{}",
  onBehalfOf: null,
  chain: [],
  checkpointId: null,
  traceId: null,
  ...more,
});
