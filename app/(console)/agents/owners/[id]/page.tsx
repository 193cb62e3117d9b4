import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { LeaverView } from "@/components/owners/leaver-view";
import { leaverHref } from "@/components/owners/leaver-words";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { getLeaverOp } from "@/lib/owners/contract";
import { getLeaver } from "@/lib/owners/get-leaver";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Agents of a person" };

export default async function LeaverPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(leaverHref(id));
  return pageOrRefusal("Agents of a person", async () => {
    const leaver = await getLeaver(ctx, { id });
    const state = await seeded(
      { options: optionsFor(getLeaverOp, { id }), data: Promise.resolve(leaver) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title={<InlineUntrusted text={`Agents of ${leaver.person.name}`} max={100} />}
          trail={<Breadcrumb items={[{ label: "Owners who left", href: "/agents/owners" }, { label: "Person" }]} />}
        />
        <HydrationBoundary state={state}>
          <LeaverView id={id} mayHandOver={can(viewerOf(ctx).roles, "agent:edit")} />
        </HydrationBoundary>
      </>
    );
  });
}
