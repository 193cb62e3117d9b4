import { Archive, CircleDot } from "lucide-react";
import type { ComponentType } from "react";
import { cn } from "./cn";
import { AllowGlyph, DenyGlyph, HoldGlyph, StageGlyph, TierGlyph, UnknownGlyph } from "./glyphs";

/** The four hues with meaning, and ink for everything else. */
export type Tone = "allow" | "hold" | "deny" | "unknown" | "neutral";

const ink: Record<Tone, string> = {
  allow: "text-allow",
  hold: "text-hold",
  deny: "text-deny",
  unknown: "text-unknown",
  neutral: "text-muted",
};
const wash: Record<Tone, string> = {
  allow: "bg-allow-soft text-allow",
  hold: "bg-hold-soft text-hold",
  deny: "bg-deny-soft text-deny",
  unknown: "bg-unknown-soft text-unknown",
  neutral: "bg-sunken text-muted",
};

/** Any of our glyphs or of lucide's icons. */
export type StatusIcon = ComponentType<{ className?: string }>;

export type StatusProps = { tone: Tone; icon: StatusIcon; label: string; look?: "plain" | "pill"; className?: string };

/** A state: hue, icon and word together, so that none of them is needed alone. */
export function Status({ tone, icon: Icon, label, look = "plain", className }: StatusProps) {
  const shape = look === "pill" ? cn("h-5.5 rounded-sm px-1.5", wash[tone]) : ink[tone];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium text-xs",
        shape,
        className,
      )}
    >
      <span aria-hidden="true" className="contents">
        <Icon className="size-3.5 shrink-0" />
      </span>
      {label}
    </span>
  );
}

export type EffectValue = "allow" | "deny" | "hold" | "unknown";

export const effectLook: Record<EffectValue, { tone: Tone; icon: StatusIcon; label: string }> = {
  allow: { tone: "allow", icon: AllowGlyph, label: "Allowed" },
  hold: { tone: "hold", icon: HoldGlyph, label: "Held" },
  deny: { tone: "deny", icon: DenyGlyph, label: "Denied" },
  unknown: { tone: "unknown", icon: UnknownGlyph, label: "Unknown" },
};

/** What was decided. */
export function Effect({ value, look, className }: { value: EffectValue } & Pick<StatusProps, "look" | "className">) {
  return <Status {...effectLook[value]} look={look} className={className} />;
}

export type AgentStatusValue = "active" | "suspended" | "killed" | "retired";

const agentLook: Record<AgentStatusValue, { tone: Tone; icon: StatusIcon; label: string }> = {
  active: { tone: "allow", icon: CircleDot, label: "Active" },
  suspended: { tone: "hold", icon: HoldGlyph, label: "Suspended" },
  killed: { tone: "deny", icon: DenyGlyph, label: "Killed" },
  retired: { tone: "neutral", icon: Archive, label: "Retired" },
};

/** Whether an agent may act. A word that is not known is shown as unknown, never as active. */
export function AgentStatus({
  value,
  look,
  className,
}: { value: AgentStatusValue } & Pick<StatusProps, "look" | "className">) {
  const known = agentLook[value] ?? { tone: "unknown", icon: UnknownGlyph, label: "Unknown" };
  return <Status {...known} look={look} className={className} />;
}

export type RiskTierValue = "low" | "medium" | "high" | "critical";

const tierLevel: Record<RiskTierValue, 1 | 2 | 3 | 4> = { low: 1, medium: 2, high: 3, critical: 4 };
const tierWord: Record<RiskTierValue, string> = { low: "Low", medium: "Medium", high: "High", critical: "Critical" };

/** How much harm is possible: a level in ink, not a fifth hue. */
export function RiskTier({ value, className }: { value: RiskTierValue; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-xs",
        tierLevel[value] >= 3 ? "font-medium text-ink" : "text-muted",
        className,
      )}
    >
      <TierGlyph level={tierLevel[value]} />
      {tierWord[value]}
    </span>
  );
}

export type StageValue = "none" | "observe" | "enforce" | "isolate";

export const stageLook: Record<StageValue, { depth: 0 | 1 | 2 | 3; label: string; fill: string }> = {
  none: { depth: 0, label: "No stage", fill: "border-dashed border-edge-soft text-muted" },
  observe: { depth: 1, label: "Observe", fill: "border-transparent bg-stage-observe text-on-observe" },
  enforce: { depth: 2, label: "Enforce", fill: "border-transparent bg-stage-enforce text-on-enforce" },
  isolate: { depth: 3, label: "Isolate", fill: "border-transparent bg-stage-isolate text-on-isolate" },
};

/** How far an agent is contained: the gate with as many bars down, one hue that deepens. */
export function StageBadge({ stage, className }: { stage: StageValue; className?: string }) {
  const { depth, label, fill } = stageLook[stage];
  return (
    <span
      className={cn(
        "inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 align-middle font-medium text-xs",
        fill,
        className,
      )}
    >
      <StageGlyph depth={depth} />
      {label}
    </span>
  );
}
