"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SpanField } from "./span-field";

const MOST_REMINDERS = 5;

type Props = { reminders: readonly number[]; expiresInSeconds: number; onChange: (reminders: number[]) => void };

/** When those who can still decide hear of it once more. */
export function ReminderFields({ reminders, expiresInSeconds, onChange }: Props) {
  return (
    <div>
      <ul className="space-y-2">
        {reminders.map((before, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reminder has no identity of its own and its field no other state than its unit
          <li key={index} className="flex items-end gap-2">
            <SpanField
              label={`Reminder ${index + 1}: before the end`}
              seconds={before}
              error={before >= expiresInSeconds ? "Nobody has been asked by then." : undefined}
              onChange={(next) => onChange(reminders.map((each, at) => (at === index ? next : each)))}
            />
            <Button
              variant="quiet"
              size="icon"
              aria-label={`Remove reminder ${index + 1}`}
              onClick={() => onChange(reminders.filter((_, at) => at !== index))}
            >
              <X aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      {reminders.length < MOST_REMINDERS ? (
        <Button
          size="sm"
          className={reminders.length > 0 ? "mt-3" : undefined}
          onClick={() => onChange([...reminders, Math.max(30, Math.floor(expiresInSeconds / 3))])}
        >
          <Plus aria-hidden="true" />
          Add a reminder
        </Button>
      ) : null}
    </div>
  );
}
