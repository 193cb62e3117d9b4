"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Clock, Siren } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import {
  type BreakGlass,
  type BreakGlassVerdict,
  listBreakGlassOp,
  reviewBreakGlassOp,
} from "@/lib/checkpoints/glass-contract";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { can, type Role } from "@/lib/shared/permissions";

const live = { audit: [listBreakGlassOp.id] };
type Viewer = { id: string; roles: readonly Role[] };
type Filters = { cursor?: string };
type Props = { viewer: Viewer; filters: Filters; trail: string | undefined };

/** Every time that the glass was broken, with its review; none disappears. */
export function BreakGlassView({ viewer, filters, trail }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listBreakGlassOp, filters));
  useLive(live);
  if (data.items.length === 0) {
    return (
      <EmptyState title="The glass was never broken" icon={<Siren aria-hidden="true" />}>
        When somebody lets a call through without the people whom it waited for, it is shown here until somebody else
        has reviewed it, and after.
      </EmptyState>
    );
  }
  const pages = pageHrefs({ path: "/checkpoints/break-glass", filters, trail, nextCursor: data.nextCursor });
  return (
    <>
      <ul className="border-line border-t">
        {data.items.map((item) => (
          <Use
            key={item.id}
            item={item}
            mayReview={can(viewer.roles, "breakGlass:review") && item.grantedById !== viewer.id}
          />
        ))}
      </ul>
      <Pagination {...pages} shown={data.items.length} what={data.items.length === 1 ? "use" : "uses"} />
    </>
  );
}

function lookOf({ review, overdue }: BreakGlass) {
  if (review?.verdict === "justified") return { tone: "allow" as const, icon: CircleCheck, label: "Justified" };
  if (review) return { tone: "deny" as const, icon: CircleAlert, label: "Unjustified" };
  return overdue
    ? { tone: "deny" as const, icon: Clock, label: "Review overdue" }
    : { tone: "hold" as const, icon: Clock, label: "Review open" };
}

function Use({ item, mayReview }: { item: BreakGlass; mayReview: boolean }) {
  return (
    <li className="border-line border-b py-3 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link
          href={`/checkpoints/${encodeURIComponent(item.checkpointId)}`}
          className="min-w-0 flex-1 basis-56 break-words font-medium hover:underline"
        >
          {item.agentName}: <InlineUntrusted text={item.tool} className="font-mono text-xs" />
        </Link>
        <Status {...lookOf(item)} />
      </div>
      <p className="mt-1 break-words">{item.reason}</p>
      <p className="text-muted text-xs">
        {item.grantedByName}, <Time at={item.at} absolute />
        {item.review ? null : (
          <>
            ; review due <Time at={item.reviewDueAt} />
          </>
        )}
      </p>
      {item.review ? (
        <p className="mt-1 break-words text-xs">
          Reviewed by {item.review.byName}, <Time at={item.review.at} />: {item.review.reason}
        </p>
      ) : mayReview ? (
        <div className="mt-2 flex flex-wrap gap-2">
          <Review item={item} verdict="justified" />
          <Review item={item} verdict="unjustified" />
        </div>
      ) : null}
    </li>
  );
}

const acts: Record<BreakGlassVerdict, { label: string; title: string; stops: string }> = {
  justified: {
    label: "Justified…",
    title: "Was it right to break the glass?",
    stops: "Closes the review and its findings. Your reason stays on record and cannot be changed.",
  },
  unjustified: {
    label: "Unjustified…",
    title: "Was it wrong to break the glass?",
    stops: "Closes the review. The critical finding stays open until somebody dismisses it with a reason.",
  },
};

function Review({ item, verdict }: { item: BreakGlass; verdict: BreakGlassVerdict }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const review = useMutation({
    mutationFn: (reason: string) => call(reviewBreakGlassOp, { id: item.id, verdict, reason }),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [listBreakGlassOp.id] }),
  });
  const { label, title, stops } = acts[verdict];
  return (
    <ConfirmDanger
      trigger={
        <Button size="sm" aria-label={`${label} ${item.agentName}, ${item.tool}`}>
          {label}
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        if (next) review.reset();
        setOpen(next);
      }}
      title={title}
      stops={stops}
      act="Close the review"
      busy={review.isPending}
      problem={problemOf(review.error)}
      onConfirm={({ reason }) => review.mutate(reason)}
    />
  );
}
