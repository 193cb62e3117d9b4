import type { Metadata } from "next";
import { ImportView } from "@/components/inventory/import-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Import agents" };

export default async function ImportAgentsPage() {
  const viewer = viewerOf(await pageContext("/agents/import"));
  return pageOrRefusal("Import agents", async () => {
    if (!can(viewer.roles, "agent:register")) {
      throw new Refusal("forbidden", "Admins, security and owners register agents. Ask one of them.");
    }
    return (
      <>
        <PageHeader
          title="Import agents"
          trail={<Breadcrumb items={[{ label: "Agents", href: "/agents" }, { label: "Import" }]} />}
          description="A table of agents from a spreadsheet or another register. You see what it would do, row by row, before anything is written."
        />
        <ImportView />
      </>
    );
  });
}
