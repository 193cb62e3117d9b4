import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SessionsView } from "@/components/identity/sessions-view";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listSessionsOp } from "@/lib/identity/contract";
import { listSessions } from "@/lib/identity/list-sessions";
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS } from "@/lib/identity/rules";

export const metadata: Metadata = { title: "Your sessions" };

const HOUR_MS = 60 * 60 * 1000;

export default async function SessionsPage() {
  const ctx = await pageContext("/settings/sessions");
  return pageOrRefusal("Your sessions", async () => {
    const state = await seeded({ options: optionsFor(listSessionsOp, {}), data: listSessions(ctx, {}) });
    return (
      <>
        <PageHeader
          title="Your sessions"
          description={`Where you are signed in. A session ends after ${SESSION_IDLE_MS / HOUR_MS} hours without use (a page in view is in use), and after ${SESSION_ABSOLUTE_MS / HOUR_MS} hours in any case.`}
          tabs={<SettingsTabs current="sessions" roles={viewerOf(ctx).roles} />}
        />
        <HydrationBoundary state={state}>
          <SessionsView />
        </HydrationBoundary>
      </>
    );
  });
}
