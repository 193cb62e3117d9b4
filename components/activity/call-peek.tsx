"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Kbd } from "@/components/ui/kbd";
import { isTyping } from "@/components/ui/plain-key";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Sheet } from "@/components/ui/sheet";
import { shortcutsOn } from "@/components/ui/shortcut-setting";
import { Skeleton } from "@/components/ui/skeleton";
import { type Call, getCallOp } from "@/lib/activity/contract";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { CallDetail } from "./call-detail";
import { CallEffect } from "./call-effect";
import { CallWhy } from "./call-why";

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
  const [newer, older] = [rows[at - 1]?.id, at < 0 ? undefined : rows[at + 1]?.id];
  usePeekKeys(newer, older, go);
  const problem = problemOf(error);
  return (
    <Sheet
      open
      peek
      onOpenChange={(open) => (open ? undefined : go(null))}
      title={call ? <InlineUntrusted text={call.tool} className="font-mono text-base" /> : "Tool call"}
      description={call ? <CallEffect call={call} /> : undefined}
      footer={<PeekFoot id={id} newer={newer} older={older} go={go} />}
    >
      {call ? <CallDetail call={call} /> : null}
      {call?.source === "point" && call.effect !== null ? <PeekWhy key={id} id={id} /> : null}
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

/** Worked out only when it is asked for: whoever goes from call to call reads on. */
function PeekWhy({ id }: { id: string }) {
  const [asked, ask] = useState(false);
  return (
    <div className="mt-7">
      {asked ? (
        <CallWhy id={id} />
      ) : (
        <Button size="sm" onClick={() => ask(true)}>
          Why was it decided so?
        </Button>
      )}
    </div>
  );
}

/** J and K go on to the older and the newer call, as in the list. */
function usePeekKeys(newer: string | undefined, older: string | undefined, go: (id: string) => void) {
  // Keys pressed anywhere on the page are the outside system here.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const plain = !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey);
      if (!plain || isTyping(event.target) || !shortcutsOn()) return;
      const next = event.key === "j" ? older : event.key === "k" ? newer : undefined;
      if (next === undefined) return;
      event.preventDefault();
      go(next);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [newer, older, go]);
}

type FootProps = { id: string; newer: string | undefined; older: string | undefined; go: (id: string | null) => void };

function PeekFoot({ id, newer, older, go }: FootProps) {
  return (
    <>
      <div className="flex gap-1 sm:mr-auto">
        <Button size="sm" disabled={!newer} onClick={() => newer && go(newer)}>
          <ChevronUp aria-hidden="true" />
          Newer <Kbd>K</Kbd>
        </Button>
        <Button size="sm" disabled={!older} onClick={() => older && go(older)}>
          <ChevronDown aria-hidden="true" />
          Older <Kbd>J</Kbd>
        </Button>
      </div>
      <Button asChild size="sm">
        <Link href={`/activity/${encodeURIComponent(id)}`}>Page of its own</Link>
      </Button>
    </>
  );
}
