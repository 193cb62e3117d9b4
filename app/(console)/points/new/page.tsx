import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { agentChoices } from "@/components/enforcement/agent-choices";
import { ConnectPoint } from "@/components/enforcement/connect-point";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAgentsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Connect an enforcement point" };

export default async function ConnectPage() {
  const ctx = await pageContext("/points/new");
  const may = can(viewerOf(ctx).roles, "point:manage");
  return pageOrRefusal("Connect an enforcement point", async () => {
    const state = await seeded({
      options: optionsFor(listAgentsOp, agentChoices),
      data: listAgents(ctx, agentChoices),
    });
    return (
      <>
        <PageHeader
          trail={<Breadcrumb items={[{ label: "Enforcement points", href: "/points" }, { label: "Connect" }]} />}
          title="Connect an enforcement point"
          description="Make a one-time token, paste one snippet, and see the point arrive."
        />
        {may ? (
          <HydrationBoundary state={state}>
            <ConnectPoint />
          </HydrationBoundary>
        ) : (
          <EmptyState title="Your roles do not connect points">Ask an admin or someone of security.</EmptyState>
        )}
      </>
    );
  });
}
