import { CircleSlash, Clock, Undo2 } from "lucide-react";
import { AllowGlyph, DenyGlyph, HoldGlyph, UnknownGlyph } from "@/components/ui/glyphs";
import { Status, type StatusIcon, type StatusProps, type Tone } from "@/components/ui/status";
import type { CheckpointStatus as States } from "@/lib/checkpoints/contract";
import { statusWords } from "./checkpoint-words";

const looks: Record<States, { tone: Tone; icon: StatusIcon }> = {
  pending: { tone: "hold", icon: HoldGlyph },
  approved: { tone: "allow", icon: AllowGlyph },
  redeemed: { tone: "allow", icon: AllowGlyph },
  denied: { tone: "deny", icon: DenyGlyph },
  expired: { tone: "deny", icon: Clock },
  cancelled: { tone: "neutral", icon: Undo2 },
  lapsed: { tone: "neutral", icon: Clock },
  voided: { tone: "neutral", icon: CircleSlash },
};

type Props = { value: States; look?: StatusProps["look"]; className?: string };

export function CheckpointStatus({ value, look, className }: Props) {
  return <Status {...looks[value]} label={statusWords[value]} look={look} className={className} />;
}

/** It has left the list of open requests, and how it ended is not known here yet. */
export function EndedStatus() {
  return <Status tone="neutral" icon={UnknownGlyph} label="Ended" />;
}
