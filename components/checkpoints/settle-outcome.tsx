"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import {
  getUnsettledOp,
  listUnsettledOp,
  type OutcomeAnswer,
  settleOutcomeOp,
  type UnsettledCall,
} from "@/lib/checkpoints/outcome-contract";
import { call as callOperation } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";

const answers: { value: OutcomeAnswer; label: string }[] = [
  { value: "ran", label: "It ran" },
  { value: "notRun", label: "It did not run" },
  { value: "unknowable", label: "It cannot be known" },
];
const answerWords = Object.fromEntries(answers.map(({ value, label }) => [value, label]));

/** On the page of a request: shown only while nobody knows how its call ended, or after somebody has found out. */
export function OutcomeNote({ request }: { request: Checkpoint }) {
  const released = request.status === "redeemed" && request.reversibility === "irreversible";
  const { data } = useQuery({ ...optionsFor(getUnsettledOp, { id: request.id }), enabled: released });
  if (!data?.call) return null;
  return (
    <Callout
      tone="unknown"
      className="mb-6"
      title={
        data.call.found ? "Nobody knew how this call ended; somebody found out" : "Nobody knows how this call ended"
      }
      action={<SettleOutcome call={data.call} />}
    >
      <OutcomeFacts call={data.call} />
    </Callout>
  );
}

export function OutcomeFacts({ call: { said, releasedAt, pepName, error, found } }: { call: UnsettledCall }) {
  return (
    <div className="space-y-1 text-muted text-sm">
      <p>
        Released <Time at={releasedAt} absolute />.{" "}
        {said === "unknown"
          ? "Its enforcement point said that the answer was lost."
          : `${pepName ?? "Its enforcement point"} has not said how it ended.`}{" "}
        {error ? <InlineUntrusted text={error} max={300} /> : null}
      </p>
      {found ? (
        <p className="text-ink">
          {answerWords[found.answer]}, says {found.byName} <Time at={found.at} />: “
          <InlineUntrusted text={found.reason} max={1000} />
          ”. {found.mayRepeat ? "The same call may be asked for again." : "The same call stays refused."}
        </p>
      ) : (
        <p>The same call is refused until somebody says what happened.</p>
      )}
    </div>
  );
}

export function SettleOutcome({ call }: { call: UnsettledCall }) {
  const [open, setOpen] = useState(false);
  if (call.cannotSettle) return <p className="max-w-xs text-muted text-xs">{call.cannotSettle}</p>;
  return (
    <Dialog
      title="What happened?"
      description="Look where the call would have had its effect. What you say is kept in the audit log under your name."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">{call.found ? "Say something else" : "Say what happened"}</Button>}
    >
      {open ? <SettleForm call={call} done={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function SettleForm({ call, done }: { call: UnsettledCall; done: () => void }) {
  const queries = useQueryClient();
  const [answer, setAnswer] = useState<OutcomeAnswer | null>(null);
  const [mayRepeat, setMayRepeat] = useState(false);
  const [reason, setReason] = useState("");
  const settle = useMutation({
    mutationFn: (said: OutcomeAnswer) =>
      callOperation(settleOutcomeOp, { id: call.checkpointId, answer: said, mayRepeat, reason: reason.trim() }),
    onSuccess: done,
    onSettled: () =>
      Promise.all([getUnsettledOp, listUnsettledOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] }))),
  });
  const problem = problemOf(settle.error);
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (answer) settle.mutate(answer);
      }}
    >
      {problem ? (
        <div role="alert">
          <Callout tone="deny" title="Nothing was recorded">
            {problem.detail}
          </Callout>
        </div>
      ) : null}
      <RadioGroup
        legend="What happened"
        options={answers}
        value={answer ?? ""}
        onValueChange={(value) => {
          const said = answers.find((one) => one.value === value)?.value ?? null;
          setAnswer(said);
          setMayRepeat(said === "notRun");
        }}
      />
      <Checkbox
        label="The same call may be asked for again"
        hint="Policy and people decide about it as about any other. Otherwise it stays refused."
        checked={mayRepeat}
        onCheckedChange={(checked) => setMayRepeat(checked === true)}
      />
      <Field label="How you found out" required>
        <Textarea rows={3} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={settle.isPending} disabled={!answer || !reason.trim()}>
          Record it
        </Button>
      </div>
    </form>
  );
}
