"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type Finding, listFindingsOp } from "@/lib/findings/contract";
import { findingHref, severityWords } from "./finding-words";

const live = { findings: [listFindingsOp.id] };

/** The open findings about one thing, for its page; nothing at all when there are none. It asks by itself: no page must seed it. */
export function SubjectFindings({ kind, id }: { kind: Finding["subject"]["kind"]; id: string }) {
  const { data } = useQuery(optionsFor(listFindingsOp, { status: "open", subjectKind: kind, subjectId: id }));
  useLive(live);
  if (!data || data.items.length === 0) return null;
  const grave = data.items.some(({ severity }) => severity === "critical" || severity === "high");
  return (
    <Callout
      tone={grave ? "deny" : "hold"}
      title={data.items.length === 1 ? "An open finding" : `${data.items.length} open findings`}
      className="mb-5"
    >
      <ul>
        {data.items.map((finding) => (
          <li key={finding.id} className="py-0.5">
            <Link href={findingHref(finding)} className="inline-block min-h-6 text-ink hover:underline">
              <InlineUntrusted text={finding.title} max={200} />
            </Link>{" "}
            <span className="whitespace-nowrap text-xs">
              {severityWords[finding.severity]}, <Time at={finding.openedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
