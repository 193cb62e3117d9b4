import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { FrameworkView } from "@/components/compliance/framework-view";
import { RemoveFramework } from "@/components/compliance/remove-framework";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { getFrameworkOp } from "@/lib/compliance/contract";
import { getFramework } from "@/lib/compliance/get-framework";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Framework" };

export default async function FrameworkPage({ params }: { params: Promise<{ framework: string }> }) {
  const { framework: id } = await params;
  const ctx = await pageContext(`/compliance/${id}`);
  return pageOrRefusal("Framework", async () => {
    const framework = await getFramework(ctx, { framework: id });
    const state = await seeded({
      options: optionsFor(getFrameworkOp, { framework: id }),
      data: Promise.resolve(framework),
    });
    return (
      <>
        <PageHeader
          trail={<Breadcrumb items={[{ label: "Compliance", href: "/compliance" }, { label: framework.title }]} />}
          title={framework.title}
          description="Each control with what shows it and what is missing."
          actions={
            framework.custom && can(viewerOf(ctx).roles, "compliance:manage") ? (
              <RemoveFramework id={id} title={framework.title} />
            ) : null
          }
        />
        <HydrationBoundary state={state}>
          <FrameworkView id={id} />
        </HydrationBoundary>
      </>
    );
  });
}
