import type { Metadata } from "next";
import { ImportCallsView } from "@/components/activity/import-calls-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Import calls" };

export default async function ImportCallsPage() {
  const viewer = viewerOf(await pageContext("/activity/import"));
  return pageOrRefusal("Import calls", async () => {
    if (!can(viewer.roles, "activity:import")) {
      throw new Refusal("forbidden", "Admins and security import calls. Ask one of them.");
    }
    return (
      <>
        <PageHeader
          title="Import calls"
          trail={<Breadcrumb items={[{ label: "Activity", href: "/activity" }, { label: "Import" }]} />}
          description="Tool calls from another system, or from a file that was exported here, as history. You see what it would add, row by row, before anything is written."
        />
        <ImportCallsView />
      </>
    );
  });
}
