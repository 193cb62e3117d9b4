"use client";

import { LONGEST_SECONDS, SHORTEST_SECONDS } from "@/lib/policy/rule-contract";
import { spanWords } from "./rule-words";
import { SpanField } from "./span-field";

/** After how long an undecided request is denied, with the sentence that approvers will read. */
export function ExpiryField({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const fits = seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS;
  return (
    <div>
      <SpanField
        label="Denied after"
        seconds={seconds}
        error={fits ? undefined : "From 30 seconds to 7 days."}
        onChange={onChange}
      />
      <p className="mt-2 max-w-[68ch] text-muted text-sm">
        If nobody decides within {spanWords(seconds)}, the call is denied. It is never approved by itself.
      </p>
    </div>
  );
}
