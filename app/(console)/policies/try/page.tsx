import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { tryChoices } from "@/components/policy/try-choices";
import { TryDecision } from "@/components/policy/try-decision";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTools } from "@/lib/inventory/list-tools";
import { listPoliciesOp } from "@/lib/policy/contract";
import { listPolicies } from "@/lib/policy/list-policies";

export const metadata: Metadata = { title: "Try a decision" };

export default async function TryPage() {
  const ctx = await pageContext("/policies/try");
  return pageOrRefusal("Try a decision", async () => {
    const state = await seeded(
      { options: optionsFor(listPoliciesOp, {}), data: listPolicies(ctx, {}) },
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listAgentsOp, tryChoices), data: listAgents(ctx, tryChoices) },
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="Ask the evaluator what the revision in force would decide of one call. Nothing is recorded or run."
          tabs={<PolicyTabs current="try" />}
        />
        <HydrationBoundary state={state}>
          <TryDecision />
        </HydrationBoundary>
      </>
    );
  });
}
