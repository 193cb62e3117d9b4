import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LibraryEntryView } from "@/components/policy/library-entry-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listToolsOp } from "@/lib/inventory/contract";
import { listTools } from "@/lib/inventory/list-tools";
import { listPoliciesOp, listRulesOp } from "@/lib/policy/contract";
import { getLibraryEntry } from "@/lib/policy/get-library-entry";
import { getLibraryEntryOp } from "@/lib/policy/library-contract";
import { listPolicies } from "@/lib/policy/list-policies";
import { listRules } from "@/lib/policy/list-rules";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Ready policy" };

export default async function LibraryEntryPage({ params }: { params: Promise<{ entry: string }> }) {
  const entry = pathMember((await params).entry);
  const ctx = await pageContext(`/policies/library/${encodeURIComponent(entry)}`);
  return pageOrRefusal("Ready policy", async () => {
    const state = await seeded(
      { options: optionsFor(getLibraryEntryOp, { entry }), data: getLibraryEntry(ctx, { entry }) },
      { options: optionsFor(listPoliciesOp, {}), data: listPolicies(ctx, {}) },
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listRulesOp, {}), data: listRules(ctx, {}) },
    );
    return (
      <HydrationBoundary state={state}>
        <LibraryEntryView entry={entry} mayEdit={can(viewerOf(ctx).roles, "policy:edit")} />
      </HydrationBoundary>
    );
  });
}
