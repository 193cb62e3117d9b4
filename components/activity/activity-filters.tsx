"use client";

import { Link2, Pause, Play } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { FilterBar } from "@/components/ui/filter-bar";
import { ViewsMenu, type ViewsMenuViewer } from "@/components/views/views-menu";
import { type CallCounts, FacetName } from "@/lib/activity/explorer-contract";
import { filterHref } from "@/lib/client/url-filters";
import { choicesText } from "@/lib/shared/choices";
import type { ActivityPlace } from "./activity-place";
import { CallExport } from "./call-export";
import { callFacets, chosenIn, facetLabel, valueWords } from "./call-facets";
import { ChosenFilters } from "./chosen-filters";
import { RangeDialog } from "./range-dialog";
import { ranges } from "./time-range";

/** What goes without saying in the address. */
export const activityDefaults = { limit: 50, range: "24h" };

type Url = ReturnType<typeof useUrlFilters>;
type ActivityFiltersProps = {
  place: ActivityPlace;
  url: Url;
  counts: CallCounts | undefined;
  /** They are of what was asked before: their names hold, their numbers do not. */
  old: boolean;
  live: boolean;
  follow: (on: boolean) => void;
  mayFollow: boolean;
  /** Whose views of the list are offered; none on a page that is about one agent. */
  viewer: ViewsMenuViewer | undefined;
};

const sources = { point: "Enforcement point", telemetry: "Telemetry", import: "Import" };
const ofOneAgent: readonly FacetName[] = ["agentId", "team", "ownerId"];
const rangeWords = {
  ...Object.fromEntries(Object.entries(ranges).map(([name, { label }]) => [name, label])),
  custom: "Stated times…",
};

/** Time first, then words, then each filter with how many calls its values have. */
export function ActivityFilters({ place, url, counts, old, live, follow, mayFollow, viewer }: ActivityFiltersProps) {
  const [stating, setStating] = useState(false);
  const range = url.facet("range", "Time", rangeWords);
  const choose = ([chosen]: string[]) => {
    if (chosen === "custom") setStating(true);
    else url.set({ range: chosen, from: undefined, to: undefined });
  };
  return (
    <>
      <FilterBar
        first={{ ...range, value: [place.range], onChange: choose }}
        search={url.search("q", "Search tool, reason and agent")}
        facets={[
          ...callFacets(url, counts, { left: place.agentId === undefined ? [] : ofOneAgent, old }),
          url.facet("source", "Reported by", sources),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      >
        {viewer ? (
          <ViewsMenu
            page="activity"
            path={place.path}
            href={filterHref(place.path, place.asked, {}, activityDefaults)}
            viewer={viewer}
          />
        ) : null}
        <CallExport filters={place.filters} />
        <ShareLink place={place} />
        {mayFollow ? (
          <Button size="sm" variant="quiet" onClick={() => follow(!live)} aria-pressed={!live}>
            {live ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            {live ? "Pause" : "Paused, go on"}
          </Button>
        ) : null}
      </FilterBar>
      <ChosenFilters
        chosen={[
          ...FacetName.options.flatMap((name) => {
            const values = chosenIn(url.values[name]);
            return values.map((value) => ({
              id: `${name} ${value}`,
              label: facetLabel(name),
              value: valueWords(name, value, counts),
              drop: () => url.set({ [name]: choicesText(values.filter((one) => one !== value)) || undefined }),
            }));
          }),
          {
            id: "traceId",
            label: "Trace",
            value: url.values.traceId,
            drop: () => url.set({ traceId: undefined }),
          },
        ]}
      />
      {stating ? (
        <RangeDialog
          from={place.filters.from}
          to={place.filters.to}
          close={() => setStating(false)}
          apply={({ from, to }) => {
            setStating(false);
            url.set({ range: undefined, from, to });
          }}
        />
      ) : null}
    </>
  );
}

/** A named range moves on; who is sent the link should see what is seen now. */
function ShareLink({ place }: { place: ActivityPlace }) {
  const copy = async () => {
    const to = place.filters.to ?? new Date().toISOString();
    const fixed = filterHref(place.path, place.asked, { range: undefined, from: place.filters.from, to });
    try {
      await navigator.clipboard.writeText(new URL(fixed, window.location.origin).href);
      toast.success("Link copied", { description: "It holds the times as they are now, in UTC." });
    } catch {
      toast.error("The browser refused to copy", { description: "State the times instead, and copy the address." });
    }
  };
  return (
    <Button size="sm" variant="quiet" onClick={copy}>
      <Link2 aria-hidden="true" />
      Copy link
    </Button>
  );
}
