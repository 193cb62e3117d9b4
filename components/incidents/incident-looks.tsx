import { CircleCheck, CircleDot, Clock, type LucideIcon, ShieldCheck, TimerOff } from "lucide-react";
import { Status, type Tone } from "@/components/ui/status";
import type { IncidentClock, IncidentStatus } from "@/lib/incidents/contract";
import { clockWords, statusWords } from "./incident-words";

type Look = { tone: Tone; icon: LucideIcon };

const states: Record<IncidentStatus, Look> = {
  open: { tone: "deny", icon: CircleDot },
  contained: { tone: "hold", icon: ShieldCheck },
  closed: { tone: "allow", icon: CircleCheck },
};
const clocks: Record<IncidentClock["state"], Look> = {
  running: { tone: "neutral", icon: Clock },
  soon: { tone: "hold", icon: Clock },
  overdue: { tone: "deny", icon: TimerOff },
  met: { tone: "allow", icon: CircleCheck },
  metLate: { tone: "hold", icon: CircleCheck },
};

export const IncidentState = ({ value, pill }: { value: IncidentStatus; pill?: boolean }) => (
  <Status {...states[value]} label={statusWords[value].label} look={pill ? "pill" : "plain"} />
);
export const ClockState = ({ value }: { value: IncidentClock["state"] }) => (
  <Status {...clocks[value]} label={clockWords[value]} />
);
