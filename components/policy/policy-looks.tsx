import { CircleDashed, CircleSlash, Clock, Eye } from "lucide-react";
import Link from "next/link";
import { AllowGlyph, DenyGlyph, HoldGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import type { Policy } from "@/lib/policy/contract";
import { pendingChange, standingWords } from "./policy-standing";

type Version = Pick<Policy["current"], "effect" | "checkpoint" | "mode">;

/** What the policy does to a call that it matches. */
export function PolicyEffect({ version }: { version: Version }) {
  if (version.mode === "observe") {
    return (
      <Status
        tone="neutral"
        icon={Eye}
        label={version.effect === "permit" ? "Observes a permit" : "Observes a forbid"}
      />
    );
  }
  if (version.effect === "permit") return <Status tone="allow" icon={AllowGlyph} label="Permits" />;
  if (version.checkpoint) return <Status tone="hold" icon={HoldGlyph} label="Holds" />;
  return <Status tone="deny" icon={DenyGlyph} label="Forbids" />;
}

/** How the policy stands to what is in force. */
export function PolicyStanding({ policy }: { policy: Policy }) {
  const change = pendingChange(policy);
  const words = standingWords(policy);
  if (change) return <Status tone="hold" icon={Clock} label={words} className="whitespace-normal" />;
  if (policy.inForce !== null) return <Status tone="allow" icon={AllowGlyph} label={words} />;
  const icon = policy.status === "disabled" ? CircleSlash : CircleDashed;
  return <Status tone="neutral" icon={icon} label={policy.status === "disabled" ? "Disabled" : words} />;
}

export function RuleLink({ slug }: { slug: string | null }) {
  if (!slug) return <span className="text-muted">–</span>;
  return (
    <Link
      href={`/policies/rules/${encodeURIComponent(slug)}`}
      className="inline-flex min-h-6 items-center hover:underline"
    >
      {slug}
    </Link>
  );
}
