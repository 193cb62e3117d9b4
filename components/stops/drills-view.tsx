"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { formatDuration } from "@/components/ui/format-time";
import { AllowGlyph, DenyGlyph, HoldGlyph } from "@/components/ui/glyphs";
import { Section } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { type Drill, type DrillPlan, listDrillsOp, planDrillsOp, runDrillOp } from "@/lib/enforcement/proof-contract";
import { can, type Role } from "@/lib/shared/permissions";

const live = { audit: [listDrillsOp.id] };
const everyOptions = [
  { value: "off", label: "Only by hand" },
  { value: "daily", label: "Every day" },
  { value: "weekly", label: "Every week" },
];

/** Rehearsals on an agent that exists only to be killed: how often, and what the last ones showed. */
export function DrillsView({ roles }: { roles: readonly Role[] }) {
  const { data } = useSuspenseQuery(optionsFor(listDrillsOp, {}));
  const running = data.items.some(({ status }) => status === "running");
  useLive(live, { everyMs: 500, active: running });
  return (
    <Section
      title="Drills"
      description="A drill kills a canary agent that nobody runs, measures and probes every point, signs a certificate, and releases the canary again."
    >
      {can(roles, "point:manage") ? <Plan plan={data.plan} running={running} /> : <PlanLine plan={data.plan} />}
      <DataTable
        caption="Drills, newest first"
        rows={data.items}
        rowKey={(drill) => drill.id}
        rowHref={(drill) => `/points/stops/${encodeURIComponent(drill.orderId)}`}
        columns={[
          { id: "when", header: "Started", width: "12rem", cell: (drill) => <Time at={drill.startedAt} /> },
          { id: "status", header: "Result", width: "8rem", cell: (drill) => <Result drill={drill} /> },
          {
            id: "points",
            header: "Refused",
            width: "9rem",
            cell: (drill) => `${drill.refused} of ${drill.points} points`,
          },
          { id: "p50", header: "p50", align: "end", width: "6rem", cell: ({ p50Ms }) => <Took ms={p50Ms} /> },
          { id: "p99", header: "p99", align: "end", width: "6rem", cell: ({ p99Ms }) => <Took ms={p99Ms} /> },
          {
            id: "missing",
            header: "What was missing",
            wrap: true,
            hideBelow: "md",
            cell: ({ missing, status }) =>
              status === "running" ? "" : missing.length === 0 ? "Nothing" : `${missing[0]}${more(missing)}`,
          },
        ]}
        empty={
          <EmptyState title="No drill was ever held">
            Until one is, how fast this fleet stops an agent is not known.
          </EmptyState>
        }
      />
    </Section>
  );
}

const more = (missing: readonly string[]): string => (missing.length > 1 ? ` And ${missing.length - 1} more.` : "");

const look = {
  running: { tone: "hold", icon: HoldGlyph, label: "Running" },
  passed: { tone: "allow", icon: AllowGlyph, label: "Passed" },
  failed: { tone: "deny", icon: DenyGlyph, label: "Failed" },
} as const;

function Result({ drill }: { drill: Drill }) {
  return <Status {...look[drill.status]} />;
}

function Took({ ms }: { ms: number | null }) {
  return ms === null ? (
    <span className="text-faint">–</span>
  ) : (
    <span className="tabular-nums">{formatDuration(ms)}</span>
  );
}

function PlanLine({ plan }: { plan: DrillPlan }) {
  return (
    <p className="mb-3 text-muted text-sm">
      {plan.every === "off" ? "Drills are held by hand." : `Drills are held ${plan.every}.`}
      {plan.nextAt ? (
        <>
          {" "}
          The next is due <Time at={plan.nextAt} absolute />.
        </>
      ) : null}
    </p>
  );
}

function Plan({ plan, running }: { plan: DrillPlan; running: boolean }) {
  const queries = useQueryClient();
  const read = () => queries.invalidateQueries({ queryKey: [listDrillsOp.id] });
  const change = useMutation({
    mutationFn: (every: DrillPlan["every"]) => call(planDrillsOp, { every }),
    onSuccess: read,
  });
  const run = useMutation({
    mutationFn: async () => {
      if (!plan.canary) await call(planDrillsOp, { every: plan.every });
      return call(runDrillOp, {});
    },
    onSuccess: read,
  });
  return (
    <div className="mb-4 space-y-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Hold drills" className="w-44">
          <Select
            options={everyOptions}
            value={plan.every}
            disabled={change.isPending}
            onChange={(event) => {
              const chosen = planDrillsOp.input.shape.every.safeParse(event.target.value);
              if (chosen.success) change.mutate(chosen.data);
            }}
          />
        </Field>
        <Button loading={run.isPending || running} onClick={() => run.mutate()} className="max-sm:h-11">
          <Siren aria-hidden="true" />
          Drill now
        </Button>
      </div>
      <PlanLine plan={plan} />
      <FormError problem={problemOf(change.error ?? run.error)} />
    </div>
  );
}
