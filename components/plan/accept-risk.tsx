"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import {
  type Acceptance,
  acceptRiskOp,
  endAcceptanceOp,
  type GateItem,
  type GateRequirement,
} from "@/lib/plan/gate-contract";
import { addDays, LONGEST_ACCEPTANCE_DAYS } from "@/lib/plan/rules";
import { usePlanAct } from "./use-plan";

const USUAL_DAYS = 30;

type Props = { item: GateItem; requirement: GateRequirement; today: string };

/** Carries the risk of one item, under one's own name and until a day. */
export function AcceptRisk({ item, requirement, today }: Props) {
  const [open, setOpen] = useState(false);
  const [untilOn, setUntilOn] = useState("");
  const act = usePlanAct(acceptRiskOp, () => setOpen(false));
  const problem = problemOf(act.error);
  return (
    <ReasonDialog
      open={open}
      onOpenChange={(next) => {
        if (next) setUntilOn(addDays(today, USUAL_DAYS));
        act.reset();
        setOpen(next);
      }}
      trigger={
        <Button size="sm" variant="quiet">
          Accept the risk…<span className="sr-only"> {item.name}</span>
        </Button>
      }
      title={`Accept the risk: ${item.name}`}
      description={`“${requirement.title}” does not hold here, and you answer for it by name until the day that you choose. It is shown as accepted, never as met; after that day it fails again by itself.`}
      hint="Kept with your name, and in the audit log."
      act="Accept the risk"
      busy={act.isPending}
      problem={problemBesides(problem, ["untilOn"])}
      onGive={(reason) =>
        act.mutate({ requirement: requirement.id, itemKind: item.kind, itemId: item.id, untilOn, reason })
      }
    >
      <Field
        label="Until the end of"
        required
        hint={`At most ${LONGEST_ACCEPTANCE_DAYS} days.`}
        error={fieldErrors(problem).untilOn}
      >
        <Input
          type="date"
          min={today}
          max={addDays(today, LONGEST_ACCEPTANCE_DAYS)}
          value={untilOn}
          onChange={(event) => setUntilOn(event.target.value)}
        />
      </Field>
    </ReasonDialog>
  );
}

export function EndAcceptance({ acceptance }: { acceptance: Acceptance }) {
  const [open, setOpen] = useState(false);
  const act = usePlanAct(endAcceptanceOp, () => setOpen(false));
  return (
    <ConfirmDanger
      open={open}
      onOpenChange={(next) => {
        act.reset();
        setOpen(next);
      }}
      trigger={
        <Button size="sm" variant="quiet">
          Take back…<span className="sr-only"> the acceptance for {acceptance.itemName}</span>
        </Button>
      }
      title="Take this acceptance back?"
      stops={`${acceptance.itemName} fails at once, as it does without it, and the gate with it.`}
      reason="required"
      act="Take it back"
      busy={act.isPending}
      problem={problemOf(act.error)}
      onConfirm={({ reason }) => act.mutate({ id: acceptance.id, reason })}
    />
  );
}
