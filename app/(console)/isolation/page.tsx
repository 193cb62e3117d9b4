import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IsolationView } from "@/components/isolation/isolation-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listIsolationOp } from "@/lib/isolation/contract";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Isolation" };

export default async function IsolationPage() {
  const ctx = await pageContext("/isolation");
  return pageOrRefusal("Isolation", async () => {
    const state = await seeded({ options: optionsFor(listIsolationOp, {}), data: listIsolation(ctx, {}) });
    return (
      <HydrationBoundary state={state}>
        <IsolationView mayManage={can(viewerOf(ctx).roles, "isolation:manage")} />
      </HydrationBoundary>
    );
  });
}
