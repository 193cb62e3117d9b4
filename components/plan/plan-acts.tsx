"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { endPlanOp, type Plan, replanOp } from "@/lib/plan/contract";
import { type ScheduleDraft, ScheduleFields } from "./schedule-fields";
import { usePlanAct } from "./use-plan";

/** Everybody may take the tasks along; planning anew and ending are for who manages the plan. */
export function PlanActs({ plan, mayManage }: { plan: Plan; mayManage: boolean }) {
  return (
    <>
      <DropdownMenu
        label="Export the tasks"
        trigger={
          <Button variant="secondary">
            <Download aria-hidden="true" />
            Export
          </Button>
        }
      >
        <MenuItem asChild>
          <a href="/plan/export?format=csv">Table (CSV)</a>
        </MenuItem>
        <MenuItem asChild>
          <a href="/plan/export?format=ics">Calendar (iCal)</a>
        </MenuItem>
      </DropdownMenu>
      {mayManage ? (
        <>
          <Replan plan={plan} />
          <EndPlan />
        </>
      ) : null}
    </>
  );
}

const draftOf = ({ startsOn, timeZone, workingDays }: Plan): ScheduleDraft => ({ startsOn, timeZone, workingDays });

function Replan({ plan }: { plan: Plan }) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(plan));
  const act = usePlanAct(replanOp, () => setOpen(false));
  const problem = problemOf(act.error);
  return (
    <ReasonDialog
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(draftOf(plan));
        act.reset();
        setOpen(next);
      }}
      trigger={<Button variant="secondary">Re-plan…</Button>}
      title="Plan what is open anew"
      description="Open tasks get new dates from the first day that you choose; closed ones keep theirs. What was planned before stays as a baseline, and each task says how many days later it is."
      hint="Kept with the baseline and in the audit log."
      act="Re-plan"
      busy={act.isPending}
      problem={problemBesides(problem, ["startsOn", "timeZone", "workingDays"])}
      onGive={(reason) => act.mutate({ ...draft, reason })}
    >
      <ScheduleFields
        draft={draft}
        set={(change) => setDraft((now) => ({ ...now, ...change }))}
        errors={fieldErrors(problem)}
        earliest={plan.startsOn < plan.today ? plan.startsOn : undefined}
      />
    </ReasonDialog>
  );
}

function EndPlan() {
  const [open, setOpen] = useState(false);
  const act = usePlanAct(endPlanOp, () => setOpen(false));
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={(next) => {
        act.reset();
        setOpen(next);
      }}
      trigger={<Button variant="danger-outline">End…</Button>}
      title="End this plan?"
      stops="Its tasks, comments and accepted risks change no more, and its gates are no longer watched. Nothing is deleted. Another plan can then be started."
      reason="required"
      act="End the plan"
      busy={act.isPending}
      problem={problemOf(act.error)}
      onConfirm={({ reason }) => act.mutate({ reason })}
    />
  );
}
