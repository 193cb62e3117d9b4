"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { EscalationStep } from "@/lib/policy/rule-contract";
import { GroupList } from "./group-list";
import { groupOf } from "./rule-draft";
import { SpanField } from "./span-field";
import { useEditableRows } from "./use-editable-rows";

const MOST_STEPS = 5;

type Props = {
  steps: readonly EscalationStep[];
  /** Number of the stage, from 1. */
  stage: number;
  expiresInSeconds: number;
  onChange: (steps: EscalationStep[]) => void;
};

/** Who is asked as well while a stage waits. Steps only ever add people; nobody who was asked is taken off. */
export function EscalationFields({ steps, stage, expiresInSeconds, onChange }: Props) {
  const next = Math.max(30, Math.floor(expiresInSeconds / 3));
  const latest = Math.max(0, ...steps.map(({ afterSeconds }) => afterSeconds));
  const { rows, add } = useEditableRows(steps, onChange);
  return (
    <div className="mt-3">
      <ol className="space-y-3">
        {rows.map(({ id, value: step, set, remove }, index) => (
          <li key={id} className="border-hold border-l-2 pl-3">
            <div className="mb-2 flex items-end gap-2">
              <SpanField
                label={`Stage ${stage}, step ${index + 1}: if it still waits after`}
                seconds={step.afterSeconds}
                error={step.afterSeconds >= expiresInSeconds ? "It has been denied by then." : undefined}
                onChange={(afterSeconds) => set({ ...step, afterSeconds })}
              />
              <Button
                variant="quiet"
                size="icon"
                aria-label={`Remove step ${index + 1} of stage ${stage}`}
                onClick={remove}
              >
                <X aria-hidden="true" />
              </Button>
            </div>
            <p className="mb-1 text-muted text-xs">ask these as well</p>
            <GroupList
              groups={step.from}
              of={`step ${index + 1} of stage ${stage}`}
              onChange={(from) => set({ ...step, from })}
            />
          </li>
        ))}
      </ol>
      {steps.length < MOST_STEPS ? (
        <Button
          variant="quiet"
          size="sm"
          className="mt-2"
          aria-label={`Add an escalation step to stage ${stage}`}
          onClick={() =>
            add({
              afterSeconds: latest === 0 ? next : Math.floor((latest + expiresInSeconds) / 2),
              from: [groupOf("role")],
            })
          }
        >
          <Plus aria-hidden="true" />
          {steps.length === 0 ? "Ask more people if it keeps waiting" : "Add another step"}
        </Button>
      ) : null}
    </div>
  );
}
