"use client";

import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import type { Plan } from "@/lib/plan/contract";
import { EndAcceptance } from "./accept-risk";
import { CalendarDay } from "./plan-looks";
import { fromToday } from "./plan-words";

/** All that is carried now, also what does not fail at the moment: it would be accepted again, so it is not forgotten. */
export function AcceptedRisks({ plan, mayEnd }: { plan: Plan; mayEnd: boolean }) {
  if (plan.acceptances.length === 0) return null;
  const titles = new Map(plan.sprints.flatMap(({ gate }) => gate.requirements).map(({ id, title }) => [id, title]));
  return (
    <Section
      title="Accepted risks"
      description="Carried by named people. After its last day each fails again by itself."
    >
      <ul className="border-line border-t">
        {plan.acceptances.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-start justify-between gap-x-4 border-line border-b py-2 text-sm"
          >
            <div className="min-w-0 flex-1 basis-72">
              <p>
                <InlineUntrusted text={one.itemName} max={160} />
                {titles.get(one.requirement) === one.itemName ? null : (
                  <span className="block text-muted text-xs">{titles.get(one.requirement) ?? one.requirement}</span>
                )}
              </p>
              <p className="text-muted text-xs">
                <InlineUntrusted text={one.byName} max={80} />, <Time at={one.at} />:{" "}
                <InlineUntrusted text={one.reason} max={500} />
              </p>
            </div>
            <p className="text-xs">
              Until <CalendarDay day={one.untilOn} /> ({fromToday(one.untilOn, plan.today)})
            </p>
            {mayEnd ? <EndAcceptance acceptance={one} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
