"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { type HoldPause, listHoldPausesOp } from "@/lib/checkpoints/flood-contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { ResumeHolds } from "./resume-holds";

const live = { audit: [listHoldPausesOp.id] };
/** So many that are over are shown; the audit log has all of them. */
const MOST_OVER = 20;

/** The agents whose held calls are paused now, and the pauses that people ended. */
export function HoldPauses({ mayResume }: { mayResume: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listHoldPausesOp, {}));
  useLive(live);
  const now = data.items.filter(({ resumedAt }) => resumedAt === null);
  const over = data.items.filter(({ resumedAt }) => resumedAt !== null).slice(0, MOST_OVER);
  return (
    <>
      <Section title="Paused now" description="Their new held calls are refused; what policy allows goes on.">
        {now.length === 0 ? (
          <p className="text-muted text-sm">No agent is paused.</p>
        ) : (
          <ul aria-label="Paused now" className="border-line border-t">
            {now.map((pause) => (
              <Pause key={pause.id} pause={pause} mayResume={mayResume} />
            ))}
          </ul>
        )}
      </Section>
      {over.length > 0 ? (
        <Section title="Resumed" description="The latest pauses that people ended.">
          <ul aria-label="Resumed" className="border-line border-t">
            {over.map((pause) => (
              <Pause key={pause.id} pause={pause} mayResume={false} />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

function Pause({ pause, mayResume }: { pause: HoldPause; mayResume: boolean }) {
  const { agentId, agentName, opened, withinSeconds, pausedAt, resumedAt, resumedByName, resumedWhy } = pause;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-2.5 text-sm">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words font-medium">
          <Link href={`/agents/${encodeURIComponent(agentId)}`} className="underline">
            <InlineUntrusted text={agentName} max={120} />
          </Link>
        </p>
        <p className="text-muted">
          {opened} requests within {Math.round(withinSeconds / 60)} minutes, paused <Time at={pausedAt} />.
        </p>
        {resumedAt ? (
          <p className="break-words text-muted">
            Resumed by {resumedByName} <Time at={resumedAt} />: {resumedWhy}
          </p>
        ) : null}
      </div>
      {mayResume ? <ResumeHolds agentId={agentId} name={agentName} /> : null}
    </li>
  );
}
