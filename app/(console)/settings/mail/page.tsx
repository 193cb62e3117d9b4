import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { MailView } from "@/components/mail/mail-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getMailServerOp } from "@/lib/mail/contract";
import { getMailServer } from "@/lib/mail/get-mail-server";
import { listMessagesOp } from "@/lib/messages/contract";
import { listMessages } from "@/lib/messages/list-messages";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage() {
  const ctx = await pageContext("/settings/mail");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Mail", async () => {
    const state = await seeded(
      { options: optionsFor(getMailServerOp, {}), data: getMailServer(ctx, {}) },
      { options: optionsFor(listMessagesOp, {}), data: listMessages(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Mail"
          description="How people are told that something waits for them. A message says what it is about and links to it; decisions are made here."
          tabs={<SettingsTabs current="mail" roles={roles} />}
        />
        <HydrationBoundary state={state}>
          <MailView roles={roles} />
        </HydrationBoundary>
      </>
    );
  });
}
