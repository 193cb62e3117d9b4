/** How a checkpoint stands, in words and hue. Approved is not yet done: the grant may still lapse or be void. */
import { Ban, Check, CircleSlash, Clock, Hourglass, type LucideIcon, OctagonX, Undo2 } from "lucide-react";
import type { Tone } from "@/components/ui/status";
import type { CheckpointStatus } from "@/lib/checkpoints/contract";

export const checkpointLook: Record<CheckpointStatus, { tone: Tone; icon: LucideIcon; label: string }> = {
  pending: { tone: "hold", icon: Hourglass, label: "Waiting" },
  approved: { tone: "allow", icon: Check, label: "Approved, not used yet" },
  denied: { tone: "deny", icon: OctagonX, label: "Refused" },
  expired: { tone: "neutral", icon: Clock, label: "Nobody answered in time" },
  cancelled: { tone: "neutral", icon: CircleSlash, label: "Cancelled" },
  redeemed: { tone: "allow", icon: Check, label: "Approved and run" },
  lapsed: { tone: "neutral", icon: Undo2, label: "Approved, never used" },
  voided: { tone: "deny", icon: Ban, label: "Approval void" },
};
