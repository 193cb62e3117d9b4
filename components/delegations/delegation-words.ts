/** Delegations in words. Each list is typed by the contract, so that a new word without a label does not compile. */
import { CircleSlash, Clock, FileSignature, History, OctagonX, ShieldCheck, Undo2 } from "lucide-react";
import { dataClassWords, operationClassWords } from "@/components/inventory/words";
import type { StatusIcon, Tone } from "@/components/ui/status";
import type { Delegation, DelegationStatus } from "@/lib/delegations/contract";

export const delegationLook: Record<DelegationStatus, { tone: Tone; icon: StatusIcon; label: string }> = {
  requested: { tone: "hold", icon: FileSignature, label: "Waits for signatures" },
  signed: { tone: "allow", icon: ShieldCheck, label: "Signed off" },
  refused: { tone: "deny", icon: CircleSlash, label: "Refused" },
  revoked: { tone: "deny", icon: OctagonX, label: "Revoked" },
  expired: { tone: "neutral", icon: Clock, label: "Ended" },
  superseded: { tone: "neutral", icon: History, label: "Replaced" },
  withdrawn: { tone: "neutral", icon: Undo2, label: "Withdrawn" },
};

export const classesOf = ({ operationClasses }: Pick<Delegation, "operationClasses">): string =>
  operationClasses.map((kind) => operationClassWords[kind].label.toLowerCase()).join(", ");

export const dataOf = ({ dataClasses }: Pick<Delegation, "dataClasses">): string =>
  dataClasses.length === 0
    ? "no classified data"
    : `${dataClasses.map((kind) => dataClassWords[kind].label.toLowerCase()).join(", ")} data`;

/** What becomes of a call over it now. */
export function effectWords({ status, blocks, stoppedBy }: Delegation): string {
  if (stoppedBy) return "Calls over it are refused by an order.";
  if (status === "signed") return "Calls within its bounds go on without people; others are held.";
  if (status === "requested") return "Until both sides have signed, each call over it is held for people.";
  return blocks ? "Calls over it are refused until it is signed off after all." : "It lets nothing through.";
}
