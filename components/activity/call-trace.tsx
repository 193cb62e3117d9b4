"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Identifier } from "@/components/ui/code-block";
import { FormError } from "@/components/ui/form-error";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { getTraceOp } from "@/lib/activity/explorer-contract";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref } from "@/lib/client/url-filters";
import { traceHref } from "./trace-href";
import { TraceWaterfall } from "./trace-waterfall";

const live = { activity: [getTraceOp.id], audit: [getTraceOp.id] };

/** On the page of a call: what else happened in its trace. */
export function TraceOfCall({ traceId, callId }: { traceId: string; callId: string }) {
  const trace = useQuery(optionsFor(getTraceOp, { traceId }));
  useLive(live);
  return (
    <Section
      title="Its trace"
      description="What happened around it, and how long each part took."
      actions={
        <Button asChild size="sm">
          <Link href={traceHref(traceId)}>Trace on a page of its own</Link>
        </Button>
      }
    >
      <FormError problem={problemOf(trace.error)} />
      {trace.isPending ? <Skeleton className="h-24" /> : null}
      {trace.data ? <TraceWaterfall trace={trace.data} current={callId} /> : null}
    </Section>
  );
}

/** What a link in a ticket leads to. */
export function TracePage({ traceId }: { traceId: string }) {
  const { data: trace } = useSuspenseQuery(optionsFor(getTraceOp, { traceId }));
  useLive(live);
  const [first] = trace.calls;
  return (
    <>
      <PageHeader
        title="Trace"
        trail={<Breadcrumb items={[{ label: "Activity", href: "/activity" }, { label: "Trace" }]} />}
        meta={
          <>
            <Identifier value={traceId} keep={16} />
            {first ? <Time at={first.at} absolute /> : null}
          </>
        }
        actions={
          <Button asChild>
            <Link href={filterHref("/activity", { traceId, range: "all" })}>Its calls in the list</Link>
          </Button>
        }
      />
      <div className="max-w-[72rem]">
        <TraceWaterfall trace={trace} />
      </div>
    </>
  );
}
