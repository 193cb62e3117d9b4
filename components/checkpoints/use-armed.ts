"use client";

import { useEffect, useState } from "react";

/** Long enough to notice that what one was about to press on has changed. */
const STILL_MS = 1_000;

/** True once the content has stood still for a second. The timer is the outside system. */
export function useArmed(content: string): boolean {
  const [stillAt, setStillAt] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStillAt(content), STILL_MS);
    return () => clearTimeout(timer);
  }, [content]);
  return stillAt === content;
}
