import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import Link from "next/link";
import { ToolsView } from "@/components/inventory/tools-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listToolsOp } from "@/lib/inventory/contract";
import { listToolServers } from "@/lib/inventory/list-tool-servers";
import { listTools } from "@/lib/inventory/list-tools";
import { listToolServersOp } from "@/lib/inventory/tool-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Tools" };

export default async function ToolsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/tools", search));
  const { filters, ignored } = readFilters(listToolsOp.input, search);
  const mayEdit = can(viewerOf(ctx).roles, "tool:edit");
  return pageOrRefusal("Tools", async () => {
    const state = await seeded(
      { options: optionsFor(listToolsOp, filters), data: listTools(ctx, filters) },
      { options: optionsFor(listToolsOp, {}), data: listTools(ctx, {}) },
      { options: optionsFor(listToolServersOp, {}), data: listToolServers(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Tools"
          description="What agents can ask for. Each is approved by a person and pinned to the definition that was read."
          actions={
            mayEdit ? (
              <Button asChild>
                <Link href="/tools/new">Register a tool</Link>
              </Button>
            ) : null
          }
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <ToolsView filters={filters} mayEdit={mayEdit} />
        </HydrationBoundary>
      </>
    );
  });
}
