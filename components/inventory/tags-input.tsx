"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";

/** "invoices, month end" as tags. */
export const tagsIn = (text: string): string[] =>
  text
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");

/** Tags are typed as one line: what stands in the box is the person's, also where it ends in a comma. */
export function TagsInput({ tags, set }: { tags: readonly string[]; set: (tags: string[]) => void }) {
  const [typed, setTyped] = useState(tags.join(", "));
  const [told, setTold] = useState(tags);
  // Somebody else's tags were taken over: they win over what stands in the box.
  if (tags !== told && JSON.stringify(tags) !== JSON.stringify(tagsIn(typed))) {
    setTold(tags);
    setTyped(tags.join(", "));
  }
  return (
    <Input
      value={typed}
      maxLength={400}
      onChange={(event) => {
        const next = tagsIn(event.target.value);
        setTyped(event.target.value);
        setTold(next);
        set(next);
      }}
    />
  );
}
