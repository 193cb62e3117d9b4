import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { ApplicationView } from "@/components/applications/application-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { getApplicationOp } from "@/lib/applications/contract";
import { getApplication } from "@/lib/applications/get-application";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Application" };

type Props = { params: Promise<{ id: string }> };

export default async function ApplicationPage({ params }: Props) {
  const { id } = await params;
  const ctx = await pageContext(`/policies/applications/${encodeURIComponent(id)}`);
  const mayEdit = can(viewerOf(ctx).roles, "policy:publish");
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return pageOrRefusal("Application", async () => {
    const state = await seeded({ options: optionsFor(getApplicationOp, { id }), data: getApplication(ctx, { id }) });
    return (
      <HydrationBoundary state={state}>
        <ApplicationView id={id} mayEdit={mayEdit} nonce={nonce} />
      </HydrationBoundary>
    );
  });
}
