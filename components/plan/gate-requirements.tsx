"use client";

import Link from "next/link";
import { formatCount } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { GateItem, GateRequirement } from "@/lib/plan/gate-contract";
import { AcceptRisk, EndAcceptance } from "./accept-risk";
import { CalendarDay, ItemMark, RequirementMark } from "./plan-looks";

type May = { today: string; mayAccept: boolean; mayEnd: boolean };

/** What a gate asks, and by name whatever does not hold, each with the page that mends it. */
export function GateRequirements({ requirements, ...may }: { requirements: readonly GateRequirement[] } & May) {
  return (
    <ul className="border-line border-t">
      {requirements.map((requirement) => (
        <li key={requirement.id} className="border-line border-b py-2">
          <div className="flex items-start justify-between gap-3">
            <p className="text-sm">{requirement.title}</p>
            <RequirementMark state={requirement.state} />
          </div>
          <p className="text-muted text-xs">{requirement.why}</p>
          <Items requirement={requirement} {...may} />
        </li>
      ))}
    </ul>
  );
}

function Items({ requirement, ...may }: { requirement: GateRequirement } & May) {
  const { items, failing, unknown, accepted } = requirement;
  const more = failing + unknown + accepted - items.length;
  if (items.length === 0) return null;
  return (
    <ul aria-label={`Does not hold: ${requirement.title}`} className="mt-1.5 space-y-2 border-line border-l pl-3">
      {items.map((item) => (
        <li key={`${item.kind} ${item.id}`} className="text-xs">
          <Item item={item} requirement={requirement} {...may} />
        </li>
      ))}
      {more > 0 ? <li className="text-muted text-xs">and {formatCount(more)} more, gravest first above</li> : null}
    </ul>
  );
}

const mendWords: Record<GateItem["kind"], string> = {
  agent: "Mend it",
  tool: "Open the tool",
  finding: "Open the finding",
  delegation: "Open the agent",
  requirement: "Open the page",
};

function Item({ item, requirement, ...may }: { item: GateItem; requirement: GateRequirement } & May) {
  const whole = item.kind === "requirement" && requirement.looked === null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3">
        <ItemMark state={item.state} />
        {whole ? null : <InlineUntrusted text={item.name} max={120} className="font-medium" />}
      </div>
      {whole ? null : (
        <p className="text-muted">
          <InlineUntrusted text={item.why} max={300} />
        </p>
      )}
      {item.acceptance ? <Carried item={item} /> : null}
      <div className="flex flex-wrap items-center gap-x-3">
        {item.href ? (
          <Link
            href={item.href}
            aria-label={`${mendWords[item.kind]}: ${item.name}`}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {mendWords[item.kind]}
          </Link>
        ) : null}
        {item.acceptance && may.mayEnd ? <EndAcceptance acceptance={item.acceptance} /> : null}
        {!item.acceptance && may.mayAccept ? (
          <AcceptRisk item={item} requirement={requirement} today={may.today} />
        ) : null}
      </div>
    </>
  );
}

/** Carried by somebody is not met: it says by whom, why, and until when. */
function Carried({ item: { acceptance } }: { item: GateItem }) {
  if (!acceptance) return null;
  return (
    <p className="text-muted">
      <InlineUntrusted text={acceptance.byName} max={80} /> carries this risk until{" "}
      <CalendarDay day={acceptance.untilOn} />: <InlineUntrusted text={acceptance.reason} max={500} />
    </p>
  );
}
