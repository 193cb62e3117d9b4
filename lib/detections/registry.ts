/** Every detection there is, in the order in which they are listed. A new one is a file in rules/ and a word here. */
import type { FindingKind } from "@/lib/findings/contract";
import type { Detection } from "./detection";
import { denialSpike } from "./rules/denial-spike";
import { dormantAgent } from "./rules/dormant-agent";
import {
  approvalFlood,
  canaryFailure,
  policyDrift,
  staleLease,
  toolPinChange,
  toolPoisoning,
  unknownAgent,
  unmediatedCalls,
} from "./rules/elsewhere";
import { newDestination, newTool } from "./rules/new-tool";
import { ownerGone } from "./rules/owner-gone";
import { privilegeEscalation } from "./rules/privilege-escalation";
import { sharedCredential } from "./rules/shared-credential";
import { toxicCalls } from "./rules/toxic-calls";
import { toxicChain } from "./rules/toxic-chain";
import { toxicReach } from "./rules/toxic-reach";
import { unusualDenials } from "./rules/unusual-denials";
import { unusualHours } from "./rules/unusual-hours";
import { unusualRate } from "./rules/unusual-rate";

export const detections: readonly Detection[] = [
  denialSpike,
  unusualDenials,
  privilegeEscalation,
  toxicCalls,
  toxicChain,
  toxicReach,
  dormantAgent,
  sharedCredential,
  ownerGone,
  newTool,
  newDestination,
  unusualRate,
  unusualHours,
  toolPinChange,
  toolPoisoning,
  unknownAgent,
  unmediatedCalls,
  approvalFlood,
  policyDrift,
  staleLease,
  canaryFailure,
];

export const detectionOf = (id: string): Detection | undefined => detections.find((one) => one.id === id);

/** Kinds of findings that a detection opens. */
export const kindsOf = (detection: Detection): FindingKind[] => [
  detection.kind,
  ...(detection.looks === "elsewhere" ? (detection.also ?? []) : []),
];
