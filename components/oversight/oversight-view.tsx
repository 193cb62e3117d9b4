"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Figure, FigureRow } from "@/components/ui/figure";
import { formatCount } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { getOversightOp, type Oversight } from "@/lib/oversight/contract";
import { can, type Role } from "@/lib/shared/permissions";
import { ApproverTable } from "./approver-table";
import { DecisionTimes } from "./decision-times";
import { evidenceHref, rests, shareOf, timeOf } from "./oversight-words";
import { SettingDialog } from "./setting-dialog";
import { SettingFacts } from "./setting-facts";

const REFRESH_MS = 30_000;

/** How well people decide: for everybody, for each person, and what follows from it. */
export function OversightView({ days, roles }: { days: number | undefined; roles: readonly Role[] }) {
  const input = days === undefined ? {} : { days };
  const { data } = useSuspenseQuery({ ...optionsFor(getOversightOp, input), refetchInterval: REFRESH_MS });
  return (
    <>
      <p className="mb-4 text-muted text-xs">
        The last {data.days} days, from <Time at={data.from} absolute />; computed <Time at={data.asOf} />.
      </p>
      <Everybody data={data} />
      <Section
        title="Time to decide"
        description="From the moment that the action could be read to the vote. It is at most the time in which it was considered."
      >
        <DecisionTimes buckets={data.all.buckets} />
      </Section>
      <Section title="Approvers" description={approversWords(data)}>
        <ApproverTable data={data} />
      </Section>
      <Section
        title="Decoys and second reviewers"
        actions={can(roles, "oversight:manage") ? <SettingDialog setting={data.setting} /> : null}
      >
        <SettingFacts data={data} />
      </Section>
    </>
  );
}

/** Limits are judged over a window of their own, which need not be the one that is looked at. */
const approversWords = ({ days, setting }: Oversight): string =>
  days === setting.days
    ? "Everybody who voted in the window."
    : `Everybody who voted in the window. Limits are named here as these ${days} days would have it; a second reviewer follows from the last ${setting.days} days.`;

function Everybody({ data: { all, days, asOf } }: { data: Oversight }) {
  const href = (kind: Parameters<typeof evidenceHref>[0]["kind"]) => evidenceHref({ kind, days });
  const decoys = all.decoys.caught + all.decoys.missed;
  return (
    <div className="mb-8 space-y-6">
      <FigureRow>
        <Figure
          label="Votes"
          value={all.votes}
          note={`${formatCount(all.approved)} approved, ${formatCount(all.denied)} denied`}
          asOf={asOf}
          href={href("all")}
        />
        <Figure
          label="Median time"
          value={timeOf(all.seconds.p50)}
          why={all.seconds.p50.why}
          note={
            all.seconds.p50.value === null
              ? undefined
              : `10th to 90th percentile: ${timeOf(all.seconds.p10)} to ${timeOf(all.seconds.p90)}, of ${formatCount(all.votes)}`
          }
          asOf={asOf}
          href={href("all")}
        />
        <Figure
          label="Fast approvals"
          value={shareOf(all.fast)}
          why={all.fast.why}
          note={all.fast.value === null ? undefined : rests(all.fast, "approvals")}
          asOf={asOf}
          href={href("fast")}
        />
      </FigureRow>
      <FigureRow>
        <Figure
          label="Disagreement"
          value={shareOf(all.disagreed)}
          why={all.disagreed.why}
          note={all.disagreed.value === null ? undefined : rests(all.disagreed, "votes beside another's")}
          asOf={asOf}
          href={href("disagreed")}
        />
        <Figure
          label="Caught decoys"
          value={shareOf(all.decoys.rate)}
          why={all.decoys.rate.why}
          note={decoys > 0 ? `${all.decoys.caught} caught, ${all.decoys.missed} missed` : undefined}
          asOf={asOf}
          href={href("missed")}
          linkLabel="Those that were missed"
        />
        <Figure
          label="Requests ended"
          value={all.requests.ended}
          note={`${formatCount(all.requests.approved)} approved, ${formatCount(all.requests.denied)} denied, ${formatCount(all.requests.expired)} expired`}
          asOf={asOf}
          href="/checkpoints?box=closed"
        />
      </FigureRow>
    </div>
  );
}
