"use client";

import { CalendarRange } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { startPlanOp } from "@/lib/plan/contract";
import { dayIn, MONDAY_TO_FRIDAY } from "@/lib/plan/rules";
import { FormFoot } from "./form-foot";
import { type ScheduleDraft, ScheduleFields } from "./schedule-fields";
import { usePlanAct } from "./use-plan";

/** No plan yet: what it is, and the one act that starts it. */
export function NoPlan({ mayStart, again }: { mayStart: boolean; again: boolean }) {
  return (
    <EmptyState
      title={again ? "No plan is active" : "There is no plan yet"}
      icon={<CalendarRange aria-hidden="true" />}
      action={mayStart ? <StartPlan /> : undefined}
    >
      <p>
        Ninety days in three sprints: observe, enforce, isolate. Each has its tasks, and a gate that opens only when
        live facts say so: nobody ticks it.
      </p>
      {mayStart ? null : <p className="mt-1">An admin, security or an executive starts it.</p>}
    </EmptyState>
  );
}

const FORM = "start-plan";

/** The reader's own zone and day: opened in the browser only, so they are known. */
function draftNow(): ScheduleDraft {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { startsOn: dayIn(timeZone, new Date()), timeZone, workingDays: MONDAY_TO_FRIDAY };
}

function StartPlan() {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<ScheduleDraft>({ startsOn: "", timeZone: "UTC", workingDays: MONDAY_TO_FRIDAY });
  const start = usePlanAct(startPlanOp, () => setOpen(false));
  const problem = problemOf(start.error);
  const ready = draft.startsOn !== "" && draft.workingDays.length > 0;
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(draftNow());
        start.reset();
        setOpen(next);
      }}
      trigger={<Button variant="primary">Start the plan…</Button>}
      title="Start the 90-day plan"
      description="Its tasks get their dates from the first day. Dates can be changed, and the plan made anew; what was planned first is kept."
      footer={<FormFoot form={FORM} label="Start the plan" disabled={!ready} loading={start.isPending} />}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !start.isPending) start.mutate(draft);
        }}
      >
        <ScheduleFields
          draft={draft}
          set={(change) => setDraft((now) => ({ ...now, ...change }))}
          errors={fieldErrors(problem)}
        />
        <FormError problem={problemBesides(problem, ["startsOn", "timeZone", "workingDays"])} />
      </form>
    </Dialog>
  );
}
