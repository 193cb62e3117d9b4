import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { NewPolicy } from "@/components/policy/new-policy";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listToolsOp } from "@/lib/inventory/contract";
import { listTools } from "@/lib/inventory/list-tools";
import { listRulesOp } from "@/lib/policy/contract";
import { listRules } from "@/lib/policy/list-rules";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "New policy" };

export default async function NewPolicyPage() {
  const ctx = await pageContext("/policies/new");
  const may = can(viewerOf(ctx).roles, "policy:edit");
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return pageOrRefusal("New policy", async () => {
    const state = await seeded(
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listRulesOp, {}), data: listRules(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          trail={<Breadcrumb items={[{ label: "Policies", href: "/policies" }, { label: "New" }]} />}
          title="New policy"
          description="One permit or forbid, written in Cedar and checked against your agents and tools as you type."
        />
        {may ? (
          <HydrationBoundary state={state}>
            <NewPolicy nonce={nonce} />
          </HydrationBoundary>
        ) : (
          <EmptyState title="Your roles do not write policies">Ask an admin or someone of security.</EmptyState>
        )}
      </>
    );
  });
}
