import { Box, CircleSlash, Clock, DoorOpen, FileQuestionMark, ShieldQuestionMark } from "lucide-react";
import { Status, type StatusIcon, type Tone } from "@/components/ui/status";
import type { IsolationState } from "@/lib/isolation/contract";
import type { CanaryAttempt, CanaryResult } from "@/sdk/wire/canary-attempt";

type Look = { tone: Tone; icon: StatusIcon; label: string };

const states: Record<IsolationState, Look> = {
  isolated: { tone: "allow", icon: Box, label: "Isolated" },
  escaped: { tone: "deny", icon: DoorOpen, label: "Canaries got out" },
  void: { tone: "unknown", icon: ShieldQuestionMark, label: "Void" },
  unreviewed: { tone: "unknown", icon: FileQuestionMark, label: "Not reviewed" },
  overdue: { tone: "unknown", icon: Clock, label: "Overdue" },
  never: { tone: "unknown", icon: CircleSlash, label: "Never run" },
};

/** One that nothing demands to be isolated, and that is not, is no alarm. */
export function IsolationMark({ state, demanded, pill }: { state: IsolationState; demanded: boolean; pill?: boolean }) {
  const { tone, icon, label } = states[state];
  const calm = !demanded && (state === "never" || state === "overdue" || state === "unreviewed");
  return <Status tone={calm ? "neutral" : tone} icon={icon} label={label} look={pill ? "pill" : "plain"} />;
}

const results: Record<CanaryResult, Look> = {
  passed: { ...states.isolated, label: "Passed" },
  failed: { ...states.escaped, label: "Failed" },
  void: states.void,
};

export const ResultMark = ({ result }: { result: CanaryResult }) => <Status {...results[result]} />;

const verdicts: Record<CanaryAttempt["verdict"], Look> = {
  contained: { ...states.isolated, label: "Contained" },
  escaped: { ...states.escaped, label: "Escaped" },
  void: states.void,
};

export const VerdictMark = ({ verdict }: { verdict: CanaryAttempt["verdict"] }) => <Status {...verdicts[verdict]} />;

export const boundaryHref = (agentId: string): string => `/isolation/${encodeURIComponent(agentId)}`;
