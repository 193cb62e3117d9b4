import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { BulkApprove } from "@/components/inventory/bulk-approve";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listToolsOp } from "@/lib/inventory/contract";
import { listTools } from "@/lib/inventory/list-tools";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Approve tools" };

export default async function ApproveToolsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/tools/approve", search));
  const server = typeof search.server === "string" ? search.server.slice(0, 100) : "";
  if (!server) redirect("/tools?state=waiting");
  return pageOrRefusal("Approve tools", async () => {
    if (!can(viewerOf(ctx).roles, "tool:edit")) {
      throw new Refusal("forbidden", "Admins and security approve tools. Ask one of them.");
    }
    const filters = { server, state: "waiting" } as const;
    const state = await seeded({ options: optionsFor(listToolsOp, filters), data: listTools(ctx, filters) });
    return (
      <>
        <PageHeader
          title={
            <>
              Approve tools of <InlineUntrusted text={server} max={80} className="font-mono" />
            </>
          }
          trail={<Breadcrumb items={[{ label: "Tools", href: "/tools" }, { label: "Approve" }]} />}
          description="Read what each says, and say what it does. What you approve is pinned to what is shown here; a definition that changes meanwhile is refused."
        />
        <HydrationBoundary state={state}>
          <BulkApprove server={server} />
        </HydrationBoundary>
      </>
    );
  });
}
