import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PackView } from "@/components/compliance/pack-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { getPack } from "@/lib/compliance/get-pack";
import { getPackOp } from "@/lib/compliance/pack-contract";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Audit pack" };

export default async function PackPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await pageContext(`/compliance/packs/${id}`);
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Audit pack", async () => {
    const pack = await getPack(ctx, { id });
    const state = await seeded({ options: optionsFor(getPackOp, { id }), data: Promise.resolve(pack) });
    const names = pack.agents.map(({ name }) => name).join(", ");
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Compliance", href: "/compliance" },
                { label: "Audit packs", href: "/compliance/packs" },
                { label: pack.framework.title },
              ]}
            />
          }
          title={pack.framework.title}
          description={
            <>
              {pack.from} to {pack.to}, {names === "" ? "all agents" : <InlineUntrusted text={names} max={200} />}.
              Asked for by {pack.askedBy} <Time at={pack.askedAt} absolute />.
            </>
          }
        />
        <HydrationBoundary state={state}>
          <PackView id={id} mayManage={can(roles, "compliance:manage")} />
        </HydrationBoundary>
      </>
    );
  });
}
