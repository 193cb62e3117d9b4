import { Check, CircleDashed, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { InlineUntrusted } from "@/components/ui/revealed";
import { StageBadge, type StageValue, Status, type Tone } from "@/components/ui/status";
import type { Requirement } from "@/lib/maturity/contract";

type Req = z.output<typeof Requirement>;

const look: Record<Req["state"], { tone: Tone; icon: LucideIcon; label: string }> = {
  met: { tone: "allow", icon: Check, label: "Met" },
  unmet: { tone: "deny", icon: CircleX, label: "Not met" },
  unmeasured: { tone: "unknown", icon: CircleHelp, label: "Not measured" },
};

const stages: readonly Exclude<StageValue, "none">[] = ["observe", "enforce", "isolate"];

/** What each stage asks of an agent and how it stands. What is not measured is never counted as met. */
export function StageRequirements({ requirements }: { requirements: readonly Req[] }) {
  return (
    <div className="space-y-5">
      {stages.map((stage) => {
        const asked = requirements.filter((each) => each.stage === stage);
        if (asked.length === 0) return null;
        const built = asked.filter((each) => each.built);
        const met = built.filter(({ state }) => state === "met").length;
        return (
          <section key={stage} aria-label={`Stage ${stage}`}>
            <h3 className="mb-1 flex items-center gap-2 text-xs">
              <StageBadge stage={stage} />
              <span className="font-normal text-muted tabular-nums">
                {built.length === 0 ? "cannot be reached yet" : `${met} of ${built.length} met`}
                {built.length > 0 && built.length < asked.length
                  ? `, ${asked.length - built.length} not built yet`
                  : null}
              </span>
            </h3>
            <ul className="border-line border-t">
              {asked.map((each) => (
                <RequirementRow key={each.id} requirement={each} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

const notBuilt = { tone: "neutral", icon: CircleDashed, label: "Not built yet" } as const;

function RequirementRow({ requirement: { title, state, built, why, href, evidence } }: { requirement: Req }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-b py-1.5">
      <Status {...(built ? look[state] : notBuilt)} className="w-28" />
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-sm">{title}</p>
        <p className="break-words text-muted text-xs">
          {why}{" "}
          {href && built && state !== "met" ? (
            <Link href={href} className="text-accent underline underline-offset-2">
              Mend
              <span className="sr-only">: {title}</span>
            </Link>
          ) : null}
        </p>
        {evidence && evidence.length > 0 ? <Evidence of={evidence} title={title} /> : null}
      </div>
    </li>
  );
}

/** What it was judged by: the points, the calls, the findings. */
const Evidence = ({ of, title }: { of: NonNullable<Req["evidence"]>; title: string }) => (
  <ul aria-label={`Evidence: ${title}`} className="flex flex-wrap gap-x-3 text-xs">
    {of.map(({ label, href }) => (
      <li key={href} className="min-w-0">
        <Link href={href} className="inline-block min-h-6 break-words py-0.5 text-accent hover:underline">
          <InlineUntrusted text={label} max={120} />
        </Link>
      </li>
    ))}
  </ul>
);
