/** What points report. Not in `contract.ts`, which runs in the browser: the wire's profile is checked with Node's own parser of addresses. */
import { operation } from "@/lib/shared/operation";
import { CanaryInput } from "@/sdk/wire/canary";
import { Accepted } from "@/sdk/wire/protocol";

export const reportCanariesOp = operation({
  id: "isolation.reportCanaries",
  http: "POST /v1/pep/canaries",
  serve: "gateway",
  permission: "point:report",
  summary: "Report what the attempts to leave an agent's sandbox came to, signed by the point",
  input: CanaryInput,
  output: Accepted,
});
