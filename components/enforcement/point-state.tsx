import { CircleDashed, CircleDot, CircleSlash, Unplug, WifiOff } from "lucide-react";
import type { z } from "zod";
import { Status, type StatusIcon, type Tone } from "@/components/ui/status";
import type { PointState as PointStates } from "@/lib/enforcement/contract";
import { stateWords } from "./point-words";

type State = z.infer<typeof PointStates>;

const looks: Record<State, { tone: Tone; icon: StatusIcon }> = {
  connected: { tone: "allow", icon: CircleDot },
  stale: { tone: "hold", icon: WifiOff },
  unreachable: { tone: "deny", icon: Unplug },
  never_connected: { tone: "unknown", icon: CircleDashed },
  revoked: { tone: "neutral", icon: CircleSlash },
};

/** Whether a point is heard from: shape, word and hue together. */
export function PointState({ value, className }: { value: State; className?: string }) {
  return <Status {...looks[value]} label={stateWords[value].word} className={className} />;
}
