import type { Metadata } from "next";
import { activityPlace } from "@/components/activity/activity-place";
import { ActivityView } from "@/components/activity/activity-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { listCallsOp } from "@/lib/activity/contract";
import { listCalls } from "@/lib/activity/list-calls";
import { optionsFor } from "@/lib/client/query-options";
import { addressOf, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { agentPage } from "../agent-page";

export const metadata: Metadata = { title: "Activity of an agent" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function AgentActivityPage({ params, searchParams }: Props) {
  const { id } = await params;
  const search = await searchParams;
  const path = `/agents/${encodeURIComponent(id)}/activity`;
  const ctx = await pageContext(addressOf(path, search));
  const { place, ignored } = activityPlace(path, search, new Date(), id);
  return agentPage({
    ctx,
    id,
    tab: "activity",
    seeds: () => [{ options: optionsFor(listCallsOp, place.filters), data: listCalls(ctx, place.filters) }],
    children: () => (
      <>
        <IgnoredNote ignored={ignored} />
        <ActivityView place={place} />
      </>
    ),
  });
}
