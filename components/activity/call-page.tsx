"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { getCallOp } from "@/lib/activity/contract";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { CallDetail } from "./call-detail";
import { CallEffect } from "./call-effect";
import { TraceOfCall } from "./call-trace";
import { CallWhy } from "./call-why";

const live = { activity: [getCallOp.id], audit: [getCallOp.id] };

/** A call on a page of its own: what a link in a checkpoint, a ticket or a chat leads to. */
export function CallPage({ id }: { id: string }) {
  const { data: call } = useSuspenseQuery(optionsFor(getCallOp, { id }));
  useLive(live);
  return (
    <>
      <PageHeader
        title={<InlineUntrusted text={call.tool} className="font-mono" />}
        trail={<Breadcrumb items={[{ label: "Activity", href: "/activity" }, { label: "Tool call" }]} />}
        status={<CallEffect call={call} look="pill" />}
        meta={
          <>
            <InlineUntrusted text={call.agentName} />
            <Time at={call.receivedAt} absolute />
          </>
        }
      />
      <div className="max-w-[72rem]">
        <CallDetail call={call} />
        {call.source === "point" && call.effect !== null ? <CallWhy id={id} /> : null}
        {call.traceId === null ? null : <TraceOfCall traceId={call.traceId} callId={id} />}
      </div>
    </>
  );
}
