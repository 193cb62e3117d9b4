"use client";

import { useEffect, useEffectEvent } from "react";
import { plainKey } from "@/components/ui/plain-key";

/** D begins to deny: it asks for the reason. There is no key that approves. */
export function useDenyKey(active: boolean, begin: () => void): void {
  const onDeny = useEffectEvent(begin);
  // The keyboard is the outside system here.
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (plainKey(event) !== "d") return;
      event.preventDefault();
      onDeny();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [active]);
}
