import { HydrationBoundary } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { activityPlace } from "@/components/activity/activity-place";
import { ActivityView } from "@/components/activity/activity-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { listCallsOp } from "@/lib/activity/contract";
import { listCalls } from "@/lib/activity/list-calls";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/activity", search));
  const { place, ignored } = activityPlace("/activity", search, new Date());
  const { id, roles } = viewerOf(ctx);
  return pageOrRefusal("Activity", async () => {
    const data = listCalls(ctx, place.filters);
    const state = await seeded({ options: optionsFor(listCallsOp, place.filters), data });
    return (
      <>
        <PageHeader
          title="Activity"
          description="Every tool call as its enforcement point decided it, and what came of it."
          actions={
            can(viewerOf(ctx).roles, "activity:import") ? (
              <Button asChild>
                <Link href="/activity/import">
                  <Upload aria-hidden="true" />
                  Import
                </Link>
              </Button>
            ) : undefined
          }
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <ActivityView place={place} viewer={{ id, admin: roles.includes("admin") }} />
        </HydrationBoundary>
      </>
    );
  });
}
