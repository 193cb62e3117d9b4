import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ToolView } from "@/components/inventory/tool-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getToolOp } from "@/lib/inventory/contract";
import { getTool } from "@/lib/inventory/get-tool";
import { getToolUse } from "@/lib/inventory/get-tool-use";
import { getToolUseOp } from "@/lib/inventory/tool-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Tool" };

export default async function ToolPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/tools/${encodeURIComponent(id)}`);
  return pageOrRefusal("Tool", async () => {
    const state = await seeded(
      { options: optionsFor(getToolOp, { id }), data: getTool(ctx, { id }) },
      { options: optionsFor(getToolUseOp, { id }), data: getToolUse(ctx, { id }) },
    );
    return (
      <HydrationBoundary state={state}>
        <ToolView id={id} mayEdit={can(viewerOf(ctx).roles, "tool:edit")} />
      </HydrationBoundary>
    );
  });
}
