"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormError, type Problem } from "@/components/ui/form-error";
import { Textarea } from "@/components/ui/textarea";

/** True for a change that weakens and came without a reason: nothing was done. */
const asksReason = (problem: Problem | null): boolean =>
  problem?.invalidParams?.some(({ path }) => path === "reason") ?? false;

type Props = { problem: Problem | null; busy: boolean; onAsk: (reason: string) => void };

/** Where a form's refusal stands: a change that weakens is offered to a second person, with a reason. */
export function AskSecond({ problem, busy, onAsk }: Props) {
  const [reason, setReason] = useState("");
  if (!asksReason(problem)) return <FormError problem={problem} />;
  return (
    <div role="alert" className="space-y-3">
      <Callout tone="hold" title="This weakens enforcement">
        {problem?.detail} Nothing was changed yet.
      </Callout>
      <Field label="Reason" required hint="Read by whoever confirms it, and kept in the audit log.">
        <Textarea value={reason} maxLength={500} rows={2} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Button type="button" loading={busy} disabled={reason.trim() === ""} onClick={() => onAsk(reason.trim())}>
        Ask a second person
      </Button>
    </div>
  );
}
