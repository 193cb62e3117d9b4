/** Every collector, one for each kind. A kind without one does not compile. */
import type { EvidenceKind } from "../contract";
import { accessReview } from "./access-review";
import { agentInventory } from "./agent-inventory";
import { auditChainProof } from "./audit-chain-proof";
import { checkpointDecisions } from "./checkpoint-decisions";
import type { Collector } from "./collector";
import { credentialRotation } from "./credential-rotation";
import { enforcementAcks } from "./enforcement-acks";
import { incidentRecord } from "./incident-record";
import { killSwitchDrill } from "./kill-switch-drill";
import { namedOwner } from "./named-owner";
import { policyVersions } from "./policy-versions";
import { sandboxCanaryResults } from "./sandbox-canary-results";
import { siemForwarding } from "./siem-forwarding";
import { toolCallLog } from "./tool-call-log";

export const collectors: Record<EvidenceKind, Collector> = {
  "agent-inventory": agentInventory,
  "named-owner": namedOwner,
  "policy-versions": policyVersions,
  "checkpoint-decisions": checkpointDecisions,
  "enforcement-acks": enforcementAcks,
  "kill-switch-drill": killSwitchDrill,
  "tool-call-log": toolCallLog,
  "audit-chain-proof": auditChainProof,
  "siem-forwarding": siemForwarding,
  "incident-record": incidentRecord,
  "access-review": accessReview,
  "credential-rotation": credentialRotation,
  "sandbox-canary-results": sandboxCanaryResults,
};
