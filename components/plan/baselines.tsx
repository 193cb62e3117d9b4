"use client";

import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Plan } from "@/lib/plan/contract";
import { CalendarDay } from "./plan-looks";

/** How often it was planned, and why: shown once it was planned anew. */
export function Baselines({ plan }: { plan: Plan }) {
  if (plan.baselines.length < 2) return null;
  return (
    <Section
      title="Baselines"
      description="Each task keeps the date of every one of them. Delays count from the first."
    >
      <ol className="space-y-1 text-sm">
        {plan.baselines.map(({ number, startsOn, timeZone, reason, byName, at }) => (
          <li key={number}>
            <span className="font-medium">{number}</span>, from <CalendarDay day={startsOn} /> ({timeZone}), planned{" "}
            <Time at={at} /> by <InlineUntrusted text={byName} max={80} />
            {reason ? (
              <>
                : <InlineUntrusted text={reason} max={500} />
              </>
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}
