import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { z } from "zod";
import { PolicyView } from "@/components/policy/policy-view";
import { tryChoices } from "@/components/policy/try-choices";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTools } from "@/lib/inventory/list-tools";
import { getPolicyOp, listPoliciesOp, listRulesOp } from "@/lib/policy/contract";
import { getPolicy } from "@/lib/policy/get-policy";
import { listPolicies } from "@/lib/policy/list-policies";
import { listRules } from "@/lib/policy/list-rules";

export const metadata: Metadata = { title: "Policy" };

const InAddress = z.strictObject({ compare: z.coerce.number().int().positive().optional() });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function PolicyPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(addressOf(`/policies/${encodeURIComponent(id)}`, search));
  const { filters, ignored } = readFilters(InAddress, search);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return pageOrRefusal("Policy", async () => {
    const state = await seeded(
      { options: optionsFor(getPolicyOp, { id }), data: getPolicy(ctx, { id }) },
      { options: optionsFor(listPoliciesOp, {}), data: listPolicies(ctx, {}) },
      { options: optionsFor(listRulesOp, {}), data: listRules(ctx, {}) },
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listAgentsOp, tryChoices), data: listAgents(ctx, tryChoices) },
    );
    return (
      <HydrationBoundary state={state}>
        <IgnoredNote ignored={ignored} />
        <PolicyView id={id} compare={filters.compare ?? null} roles={viewerOf(ctx).roles} nonce={nonce} />
      </HydrationBoundary>
    );
  });
}
