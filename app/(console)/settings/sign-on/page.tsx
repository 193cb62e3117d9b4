import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { SignOnView } from "@/components/signon/sign-on-view";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listScimConnectionsOp } from "@/lib/scim/connection-contract";
import { listScimConnections } from "@/lib/scim/list-connections";
import { getSignOnOp } from "@/lib/signon/contract";
import { getSignOn } from "@/lib/signon/get-sign-on";

export const metadata: Metadata = { title: "Sign-on" };

export default async function SignOnPage() {
  const ctx = await pageContext("/settings/sign-on");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Sign-on", async () => {
    const state = await seeded(
      { options: optionsFor(getSignOnOp, {}), data: getSignOn(ctx, {}) },
      { options: optionsFor(listScimConnectionsOp, {}), data: listScimConnections(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Sign-on"
          description="How people come in through your identity provider, and which roles their groups give them."
          tabs={<SettingsTabs current="sign-on" roles={roles} />}
        />
        <HydrationBoundary state={state}>
          <SignOnView />
        </HydrationBoundary>
      </>
    );
  });
}
