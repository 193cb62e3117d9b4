"use client";

import { Link2, Pause, Play } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { FilterBar } from "@/components/ui/filter-bar";
import { effectLook } from "@/components/ui/status";
import { NO_DECISION } from "@/lib/activity/contract";
import { filterHref } from "@/lib/client/url-filters";
import type { ActivityPlace } from "./activity-place";
import { codeWords } from "./call-words";
import { ChosenFilters } from "./chosen-filters";
import { RangeDialog } from "./range-dialog";
import { ranges } from "./time-range";

type Url = ReturnType<typeof useUrlFilters>;
type Names = { agent?: string; point?: string };
type ActivityFiltersProps = {
  place: ActivityPlace;
  url: Url;
  names: Names;
  live: boolean;
  follow: (on: boolean) => void;
  mayFollow: boolean;
};

const effects = {
  allow: effectLook.allow,
  hold: effectLook.hold,
  deny: effectLook.deny,
  [NO_DECISION]: { ...effectLook.unknown, label: "No decision" },
};
const sources = { point: "Enforcement point", telemetry: "Telemetry" };
const rangeWords = {
  ...Object.fromEntries(Object.entries(ranges).map(([name, { label }]) => [name, label])),
  custom: "Stated times…",
};

/** Time first, then what was decided and why; an agent, a tool or a point is chosen from a call itself. */
export function ActivityFilters({ place, url, names, live, follow, mayFollow }: ActivityFiltersProps) {
  const [stating, setStating] = useState(false);
  const range = url.facet("range", "Time", rangeWords);
  const choose = ([chosen]: string[]) => {
    if (chosen === "custom") setStating(true);
    else url.set({ range: chosen, from: undefined, to: undefined });
  };
  return (
    <>
      <FilterBar
        facets={[
          { ...range, value: [place.range], onChange: choose },
          url.facet("effect", "Decision", effects),
          url.facet("code", "Why", codeWords),
          url.facet("source", "Reported by", sources),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      >
        <ShareLink place={place} />
        {mayFollow ? (
          <Button size="sm" variant="quiet" onClick={() => follow(!live)} aria-pressed={!live}>
            {live ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            {live ? "Pause" : "Paused, go on"}
          </Button>
        ) : null}
      </FilterBar>
      <ChosenFilters
        drop={(id) => url.set({ [id]: undefined })}
        chosen={[
          {
            id: "agentId",
            label: "Agent",
            value: place.agentId ? undefined : url.values.agentId && (names.agent ?? url.values.agentId),
          },
          { id: "tool", label: "Tool", value: url.values.tool },
          { id: "pepId", label: "Point", value: url.values.pepId && (names.point ?? url.values.pepId) },
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
