import { CircleCheck, CircleDot, CircleSlash, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status, type Tone } from "@/components/ui/status";
import type { Finding, FindingStatus, Severity } from "@/lib/findings/contract";
import { severityWords, statusWords, subjectHref } from "./finding-words";

const grave: Record<Severity, { tone: Tone; icon: LucideIcon }> = {
  critical: { tone: "deny", icon: OctagonAlert },
  high: { tone: "deny", icon: TriangleAlert },
  medium: { tone: "hold", icon: TriangleAlert },
  low: { tone: "neutral", icon: CircleDot },
};

/** How grave it is: hue, shape and word. */
export const SeverityMark = ({ value, pill }: { value: Severity; pill?: boolean }) => (
  <Status {...grave[value]} label={severityWords[value]} look={pill ? "pill" : "plain"} />
);

const state: Record<FindingStatus, { tone: Tone; icon: LucideIcon }> = {
  open: { tone: "hold", icon: CircleDot },
  dismissed: { tone: "neutral", icon: CircleSlash },
  resolved: { tone: "allow", icon: CircleCheck },
};

export const FindingState = ({ value, pill }: { value: FindingStatus; pill?: boolean }) => (
  <Status {...state[value]} label={statusWords[value].label} look={pill ? "pill" : "plain"} />
);

/** What it is about, as a link where that has a page. */
export function Subject({ subject, max = 60 }: { subject: Finding["subject"]; max?: number }) {
  const href = subjectHref(subject);
  const name = <InlineUntrusted text={subject.name} max={max} className="font-mono text-xs" />;
  return href ? (
    <Link href={href} className="inline-block min-h-6 py-0.5 hover:underline">
      {name}
    </Link>
  ) : (
    name
  );
}
