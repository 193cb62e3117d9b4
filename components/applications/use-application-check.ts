"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PolicyCheck } from "@/components/policy/use-policy-check";
import { type ApplicationTerms, checkApplicationOp, type DataProblem } from "@/lib/applications/contract";
import { call } from "@/lib/client/call";

/** Long enough to finish a word; the data are sent along each time. */
const SETTLE_MS = 500;

export type ApplicationCheck = { text: PolicyCheck; dataProblems: readonly DataProblem[] };

/** Checks policies and data as they are typed. An answer belongs to what was asked: an older one is never shown for a newer text. */
export function useApplicationCheck(terms: ApplicationTerms | null): ApplicationCheck {
  const asked = terms === null ? null : JSON.stringify(terms);
  const settled = useSettled(asked);
  const check = useQuery({
    queryKey: [checkApplicationOp.id, settled],
    queryFn: () => call(checkApplicationOp, JSON.parse(settled ?? "null") as ApplicationTerms),
    enabled: settled !== null,
    gcTime: 30_000,
  });
  if (terms === null || terms.text.trim() === "") return { text: nothing("empty"), dataProblems: [] };
  if (settled !== asked || check.isPending) return { text: nothing("checking"), dataProblems: [] };
  if (!check.data) return { text: nothing("unreachable"), dataProblems: [] };
  const { problems, dataProblems, formatted } = check.data;
  const wrong = problems.some(({ severity }) => severity === "error");
  return { text: { problems, formatted, state: wrong ? "invalid" : "valid" }, dataProblems };
}

const nothing = (state: PolicyCheck["state"]): PolicyCheck => ({ state, problems: [], formatted: null });

/** The value once it has rested; the timer is the outside system. */
function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
