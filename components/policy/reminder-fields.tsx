"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SpanField } from "./span-field";
import { useEditableRows } from "./use-editable-rows";

const MOST_REMINDERS = 5;

type Props = { reminders: readonly number[]; expiresInSeconds: number; onChange: (reminders: number[]) => void };

/** When those who can still decide hear of it once more. */
export function ReminderFields({ reminders, expiresInSeconds, onChange }: Props) {
  const { rows, add } = useEditableRows(reminders, onChange);
  return (
    <div>
      <ul className="space-y-2">
        {rows.map(({ id, value: before, set, remove }, index) => (
          <li key={id} className="flex items-end gap-2">
            <SpanField
              label={`Reminder ${index + 1}: before the end`}
              seconds={before}
              error={before >= expiresInSeconds ? "Nobody has been asked by then." : undefined}
              onChange={set}
            />
            <Button variant="quiet" size="icon" aria-label={`Remove reminder ${index + 1}`} onClick={remove}>
              <X aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      {reminders.length < MOST_REMINDERS ? (
        <Button
          size="sm"
          className={reminders.length > 0 ? "mt-3" : undefined}
          onClick={() => add(Math.max(30, Math.floor(expiresInSeconds / 3)))}
        >
          <Plus aria-hidden="true" />
          Add a reminder
        </Button>
      ) : null}
    </div>
  );
}
