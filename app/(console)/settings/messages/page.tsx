import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { PreferenceForm } from "@/components/mail/preference-form";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getMessagePreferenceOp } from "@/lib/messages/contract";
import { getMessagePreference } from "@/lib/messages/get-message-preference";

export const metadata: Metadata = { title: "Your messages" };

export default async function MessagesPage() {
  const ctx = await pageContext("/settings/messages");
  return pageOrRefusal("Your messages", async () => {
    const state = await seeded({
      options: optionsFor(getMessagePreferenceOp, {}),
      data: getMessagePreference(ctx, {}),
    });
    return (
      <>
        <PageHeader
          title="Your messages"
          description="What you are told by mail, where and when."
          tabs={<SettingsTabs current="messages" roles={viewerOf(ctx).roles} />}
        />
        <HydrationBoundary state={state}>
          {/* Named here, since a browser may know other zones than the server. */}
          <PreferenceForm zones={Intl.supportedValuesOf("timeZone")} />
        </HydrationBoundary>
      </>
    );
  });
}
