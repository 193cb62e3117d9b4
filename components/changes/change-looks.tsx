import { Ban, Clock, History, TimerOff } from "lucide-react";
import { AllowGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import type { ChangeKind, ChangeStatus, Weakening } from "@/lib/changes/contract";

const looks = {
  proposed: { tone: "hold", icon: Clock, label: "Waits for a second person" },
  confirmed: { tone: "allow", icon: AllowGlyph, label: "Confirmed" },
  withdrawn: { tone: "neutral", icon: Ban, label: "Withdrawn" },
  expired: { tone: "neutral", icon: TimerOff, label: "Expired" },
  overtaken: { tone: "neutral", icon: History, label: "Overtaken" },
} as const;

export const ChangeState = ({ status }: { status: ChangeStatus }) => <Status {...looks[status]} />;

export const changeKindWords: Record<ChangeKind, string> = {
  publication: "Publication of policies",
  rule: "Checkpoint rule",
  holdLimits: "How often agents may ask",
  oversight: "Oversight of decisions",
  toolServer: "Trust in new tools",
  sandboxProfile: "Sandbox profile",
  isolation: "Which agents must be isolated",
  detection: "Detection",
  application: "Application that AuthZEN callers ask about",
  signOn: "Single sign-on",
  agent: "Facts about an agent",
  tool: "Approval of tools",
  person: "Roles of a person",
  team: "Team that rules ask",
  provider: "Identity provider and its groups",
  directory: "Directory",
  point: "Enforcement point",
  finding: "Dismissal of a finding",
  suppression: "Suppression of a detection",
  sink: "Place that events go to",
  policyTest: "Test of policies",
  schedule: "Drills and exercises",
  evidence: "Audit log",
  demo: "Demo",
};

/** What becomes weaker, a sentence each. */
export function Weakenings({ weakenings }: { weakenings: readonly Weakening[] }) {
  return (
    <ul className="list-disc space-y-1 pl-4 text-sm">
      {weakenings.map(({ way, sentence }) => (
        <li key={`${way} ${sentence}`} className="break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
