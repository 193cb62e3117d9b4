"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { optionsFor } from "@/lib/client/query-options";
import { type PolicyProblem, validatePolicyOp } from "@/lib/policy/contract";

/** Long enough to finish a word. */
const SETTLE_MS = 300;

export type PolicyCheck = {
  state: "empty" | "checking" | "valid" | "invalid" | "unreachable";
  /** Of the very text that was given; empty while it is being checked. */
  problems: readonly PolicyProblem[];
  formatted: string | null;
};

/** Checks the text as it is typed. An answer belongs to one text: that of an older text is never shown for a newer one. */
export function usePolicyCheck(text: string): PolicyCheck {
  const settled = useSettled(text);
  const empty = text.trim() === "";
  const check = useQuery({
    ...optionsFor(validatePolicyOp, { text: settled }),
    enabled: settled.trim() !== "",
    gcTime: 30_000,
  });
  if (empty) return { state: "empty", problems: [], formatted: null };
  if (settled !== text || check.isPending) return { state: "checking", problems: [], formatted: null };
  if (!check.data) return { state: "unreachable", problems: [], formatted: null };
  return { ...check.data, state: check.data.valid ? "valid" : "invalid" };
}

/** The value once it has rested; the timer is the outside system. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
