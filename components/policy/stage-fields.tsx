"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CheckpointStage } from "@/lib/policy/rule-contract";
import { EscalationFields } from "./escalation-fields";
import { GroupList } from "./group-list";
import { stageProblem } from "./rule-words";

type Props = {
  stage: CheckpointStage;
  place: number;
  expiresInSeconds: number;
  onChange: (stage: CheckpointStage) => void;
  /** Absent for the only stage there is. */
  onRemove?: () => void;
};

const counts = Array.from({ length: 10 }, (_, index) => ({
  value: String(index + 1),
  label: index === 0 ? "1 person" : `${index + 1} people`,
}));

/** One stage: a name, how many must agree, and from which groups. */
export function StageFields({ stage, place, expiresInSeconds, onChange, onRemove }: Props) {
  const problem = stageProblem(stage);
  return (
    <li className="border-edge-soft border-l-2 pl-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={`Stage ${place}: name`} required className="min-w-40 flex-1">
          <Input
            value={stage.title}
            maxLength={120}
            placeholder="Owner, Finance, Security"
            onChange={(event) => onChange({ ...stage, title: event.target.value })}
          />
        </Field>
        <Field label="How many must approve" className="w-44">
          <Select
            value={String(stage.need)}
            options={counts}
            onChange={(event) => onChange({ ...stage, need: Number(event.target.value) })}
          />
        </Field>
        {onRemove ? (
          <Button variant="quiet" size="icon" aria-label={`Remove stage ${place}`} onClick={onRemove}>
            <X aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      <div className="mt-3">
        <GroupList groups={stage.from} of={`stage ${place}`} onChange={(from) => onChange({ ...stage, from })} />
      </div>
      <EscalationFields
        steps={stage.escalation}
        stage={place}
        expiresInSeconds={expiresInSeconds}
        onChange={(escalation) => onChange({ ...stage, escalation })}
      />
      {problem ? (
        <p role="status" className="mt-2 text-deny text-xs">
          {problem}
        </p>
      ) : null}
    </li>
  );
}
