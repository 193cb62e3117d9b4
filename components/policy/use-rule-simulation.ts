"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Simulation, simulateRuleOp } from "@/lib/checkpoints/simulation-contract";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { isReady, type RuleDraft, ruleSlug, termsOfDraft } from "./rule-draft";

/** Long enough to finish a number. */
const SETTLE_MS = 300;

export type Trial = { agentId: string; at: string | null; away: readonly string[] };

export type RuleSimulation =
  | { state: "unready" }
  | { state: "asking" }
  | { state: "failed"; detail: string }
  /** `stale` while a newer draft is being asked about. */
  | { state: "answered"; answer: Simulation; stale: boolean };

/** Asks who would be asked under the draft, as it is written. */
export function useRuleSimulation(draft: RuleDraft, trial: Trial): RuleSimulation {
  const ready = isReady(draft) && trial.agentId !== "";
  const wanted = ready ? JSON.stringify({ slug: ruleSlug(draft), terms: termsOfDraft(draft), ...trial }) : "";
  const settled = useSettled(wanted);
  const ask = useQuery({
    ...optionsFor(simulateRuleOp, settled === "" ? { agentId: "", terms: emptyTerms } : JSON.parse(settled)),
    enabled: settled !== "",
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  if (!ready) return { state: "unready" };
  const problem = problemOf(ask.error);
  if (problem && settled === wanted) return { state: "failed", detail: problem.detail };
  if (!ask.data) return { state: "asking" };
  return { state: "answered", answer: ask.data, stale: settled !== wanted || ask.isPlaceholderData };
}

const emptyTerms = { title: "", stages: [] };

/** The value once it has rested; the timer is the outside system. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
