"use client";

import { FormError, type Problem } from "@/components/ui/form-error";

/** What was refused, at the end of a form that scrolls: brought into view, or it would be said where nobody looks. */
export function DialogError({ problem }: { problem: Problem | null }) {
  return (
    <div key={problem?.requestId} ref={(node) => (problem ? node?.scrollIntoView({ block: "nearest" }) : undefined)}>
      <FormError problem={problem} />
    </div>
  );
}
