import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ApiKeysView } from "@/components/identity/api-keys-view";
import { CreateApiKey } from "@/components/identity/create-api-key";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listApiKeysOp } from "@/lib/identity/contract";
import { listApiKeys } from "@/lib/identity/list-api-keys";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const ctx = await pageContext("/settings/api-keys");
  return pageOrRefusal("API keys", async () => {
    const state = await seeded({ options: optionsFor(listApiKeysOp, {}), data: listApiKeys(ctx, {}) });
    return (
      <>
        <PageHeader
          title="API keys"
          description="For programs that call the management API. Enforcement points do not use them: they enrol with a key of their own."
          actions={<CreateApiKey />}
          tabs={<SettingsTabs current="api-keys" roles={viewerOf(ctx).roles} />}
        />
        <HydrationBoundary state={state}>
          <ApiKeysView />
        </HydrationBoundary>
      </>
    );
  });
}
