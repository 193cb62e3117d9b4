"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { InlineUntrusted } from "@/components/ui/revealed";

type Chosen = { id: string; label: string; value: string | number | boolean | undefined; drop: () => void };

/** What narrows a list besides its facets, each with the way to drop it. Names may come from agents. */
export function ChosenFilters({ chosen }: { chosen: readonly Chosen[] }) {
  const chips = chosen.filter(({ value }) => value !== undefined && value !== "");
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Also narrowed by" className="-mt-1 mb-3 flex flex-wrap gap-2">
      {chips.map(({ id, label, value, drop }) => (
        <li key={id} className="max-w-full">
          <Button size="sm" className="max-w-full border-accent bg-accent-soft font-normal" onClick={drop}>
            <span className="text-muted">{label}:</span>
            <InlineUntrusted text={String(value)} max={60} className="cut max-w-60 font-medium" />
            <X aria-hidden="true" />
            <span className="sr-only">, drop this filter</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
