import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { SinkDialog } from "@/components/delivery/sink-dialog";
import { SinksView } from "@/components/delivery/sinks-view";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { listSinksOp } from "@/lib/delivery/contract";
import { listSinks } from "@/lib/delivery/list-sinks";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsPage() {
  const ctx = await pageContext("/settings/integrations");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Integrations", async () => {
    const state = await seeded({ options: optionsFor(listSinksOp, {}), data: listSinks(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Integrations"
          description="Where events go outside: your SIEM, and the chats of those on duty. Each delivers by itself, at least once and in order."
          actions={
            can(roles, "sink:manage") ? (
              <SinkDialog
                trigger={
                  <Button variant="primary">
                    <Plus aria-hidden="true" />
                    Add integration
                  </Button>
                }
              />
            ) : null
          }
          tabs={<SettingsTabs current="integrations" roles={roles} />}
        />
        <HydrationBoundary state={state}>
          <SinksView />
        </HydrationBoundary>
      </>
    );
  });
}
