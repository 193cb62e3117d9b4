import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PasskeysView } from "@/components/identity/passkeys-view";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPasskeys } from "@/lib/identity/list-passkeys";
import { listPasskeysOp } from "@/lib/identity/passkey-contract";

export const metadata: Metadata = { title: "Your passkeys" };

export default async function PasskeysPage() {
  const ctx = await pageContext("/settings/passkeys");
  return pageOrRefusal("Your passkeys", async () => {
    const state = await seeded({ options: optionsFor(listPasskeysOp, {}), data: listPasskeys(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Your passkeys"
          description="What you approve with where a rule asks for more than being signed in. Each approval is signed for one request alone."
          tabs={<SettingsTabs current="passkeys" roles={viewerOf(ctx).roles} />}
        />
        <HydrationBoundary state={state}>
          <PasskeysView />
        </HydrationBoundary>
      </>
    );
  });
}
