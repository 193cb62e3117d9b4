import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PoliciesView } from "@/components/policy/policies-view";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listAcksOp } from "@/lib/enforcement/contract";
import { listAcks } from "@/lib/enforcement/list-acks";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPoliciesOp } from "@/lib/policy/contract";
import { listPolicies } from "@/lib/policy/list-policies";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const ctx = await pageContext("/policies");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Policies", async () => {
    const policies = await listPolicies(ctx, {});
    const { revision } = policies;
    const state = await seeded(
      { options: optionsFor(listPoliciesOp, {}), data: Promise.resolve(policies) },
      ...(revision === null
        ? []
        : [{ options: optionsFor(listAcksOp, { revision }), data: listAcks(ctx, { revision }) }]),
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="What agents may do. What no policy permits is denied, and a forbid wins over every permit."
          actions={
            can(roles, "policy:edit") ? (
              <Button asChild variant={policies.unpublished > 0 ? "secondary" : "primary"}>
                <Link href="/policies/new">
                  <Plus aria-hidden="true" />
                  New policy
                </Link>
              </Button>
            ) : null
          }
          tabs={<PolicyTabs current="policies" />}
        />
        <HydrationBoundary state={state}>
          <PoliciesView roles={roles} />
        </HydrationBoundary>
      </>
    );
  });
}
