"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { type Call, getCallOp } from "@/lib/activity/contract";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { CallDetail } from "./call-detail";
import { CallEffect } from "./call-effect";

const live = { activity: [getCallOp.id], audit: [getCallOp.id] };

type CallPeekProps = { id: string; rows: readonly Call[]; go: (id: string | null) => void };

/** One call beside the list that it stands in; the list stays usable. */
export function CallPeek({ id, rows, go }: CallPeekProps) {
  const listed = rows.find((row) => row.id === id);
  const {
    data: call,
    error,
    refetch,
    isFetching,
  } = useQuery({
    ...optionsFor(getCallOp, { id }),
    placeholderData: listed,
  });
  useLive(live);
  const at = rows.findIndex((row) => row.id === id);
  const problem = problemOf(error);
  return (
    <Sheet
      open
      peek
      onOpenChange={(open) => (open ? undefined : go(null))}
      title={call ? <InlineUntrusted text={call.tool} className="font-mono text-base" /> : "Tool call"}
      description={call ? <CallEffect call={call} /> : undefined}
      footer={<PeekFoot id={id} newer={rows[at - 1]?.id} older={at < 0 ? undefined : rows[at + 1]?.id} go={go} />}
    >
      {call ? <CallDetail call={call} /> : null}
      {!call && problem ? (
        <ErrorState
          title={problem.title}
          requestId={problem.requestId}
          retry={() => void refetch()}
          retrying={isFetching}
        >
          {problem.detail}
        </ErrorState>
      ) : null}
      {!call && !problem ? <Skeleton className="h-40" /> : null}
    </Sheet>
  );
}

type FootProps = { id: string; newer: string | undefined; older: string | undefined; go: (id: string | null) => void };

function PeekFoot({ id, newer, older, go }: FootProps) {
  return (
    <>
      <div className="flex gap-1 sm:mr-auto">
        <Button size="sm" disabled={!newer} onClick={() => newer && go(newer)}>
          <ChevronUp aria-hidden="true" />
          Newer
        </Button>
        <Button size="sm" disabled={!older} onClick={() => older && go(older)}>
          <ChevronDown aria-hidden="true" />
          Older
        </Button>
      </div>
      <Button asChild size="sm">
        <Link href={`/activity/${encodeURIComponent(id)}`}>Page of its own</Link>
      </Button>
    </>
  );
}
