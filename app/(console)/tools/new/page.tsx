import type { Metadata } from "next";
import { RegisterToolForm } from "@/components/inventory/register-tool-form";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Register a tool" };

export default async function RegisterToolPage() {
  const ctx = await pageContext("/tools/new");
  return pageOrRefusal("Register a tool", async () => {
    if (!can(viewerOf(ctx).roles, "tool:edit")) {
      throw new Refusal("forbidden", "Admins and security register tools. Ask one of them.");
    }
    return (
      <>
        <PageHeader
          title="Register a tool"
          trail={<Breadcrumb items={[{ label: "Tools", href: "/tools" }, { label: "Register" }]} />}
          description="Points report the tools of MCP servers by themselves. Register one by hand when no server announces it."
        />
        <RegisterToolForm />
      </>
    );
  });
}
