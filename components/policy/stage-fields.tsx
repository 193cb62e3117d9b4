"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CheckpointStage } from "@/lib/policy/contract";
import { GroupFields } from "./group-fields";
import { groupOf } from "./rule-draft";
import { stageProblem } from "./rule-words";

type Props = {
  stage: CheckpointStage;
  place: number;
  onChange: (stage: CheckpointStage) => void;
  /** Absent for the only stage there is. */
  onRemove?: () => void;
};

const counts = Array.from({ length: 10 }, (_, index) => ({
  value: String(index + 1),
  label: index === 0 ? "1 person" : `${index + 1} people`,
}));

/** One stage: a name, how many must agree, and from which groups. */
export function StageFields({ stage, place, onChange, onRemove }: Props) {
  const problem = stageProblem(stage);
  const replaceGroup = (at: number, group: CheckpointStage["from"][number]) =>
    onChange({ ...stage, from: stage.from.map((each, index) => (index === at ? group : each)) });
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
      <ul className="mt-3 space-y-2">
        {stage.from.map((group, index) => (
          <GroupFields
            // biome-ignore lint/suspicious/noArrayIndexKey: the fields hold no state of their own, so a group that moves up takes nothing of the removed one
            key={index}
            group={group}
            label={`Group ${index + 1} of stage ${place}`}
            onChange={(next) => replaceGroup(index, next)}
            onRemove={
              stage.from.length > 1
                ? () => onChange({ ...stage, from: stage.from.filter((_, at) => at !== index) })
                : undefined
            }
          />
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        {stage.from.length < 10 ? (
          <Button
            variant="quiet"
            size="sm"
            onClick={() => onChange({ ...stage, from: [...stage.from, groupOf("role")] })}
          >
            Or from another group
          </Button>
        ) : null}
        {problem ? (
          <p role="status" className="text-deny text-xs">
            {problem}
          </p>
        ) : null}
      </div>
    </li>
  );
}
