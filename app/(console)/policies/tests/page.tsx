import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { TestsView } from "@/components/policy/tests-view";
import { tryChoices } from "@/components/policy/try-choices";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTools } from "@/lib/inventory/list-tools";
import { listRulesOp } from "@/lib/policy/contract";
import { listPolicyTests } from "@/lib/policy/list-policy-tests";
import { listRules } from "@/lib/policy/list-rules";
import { listPolicyTestsOp } from "@/lib/policy/test-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Policy tests" };

export default async function TestsPage() {
  const ctx = await pageContext("/policies/tests");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Policy tests", async () => {
    const state = await seeded(
      { options: optionsFor(listPolicyTestsOp, {}), data: listPolicyTests(ctx, {}) },
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listRulesOp, {}), data: listRules(ctx, {}) },
      { options: optionsFor(listAgentsOp, tryChoices), data: listAgents(ctx, tryChoices) },
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="Calls whose answer must not change by accident. All of them must pass before policies are put in force."
          tabs={<PolicyTabs current="tests" />}
        />
        <HydrationBoundary state={state}>
          <TestsView mayEdit={can(roles, "policy:edit")} />
        </HydrationBoundary>
      </>
    );
  });
}
