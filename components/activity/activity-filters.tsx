"use client";

import { Link2, Pause, Play, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { useUrlFilters } from "@/components/inventory/use-url-filters";
import { Button } from "@/components/ui/button";
import { FilterBar } from "@/components/ui/filter-bar";
import { InlineUntrusted } from "@/components/ui/revealed";
import { effectLook } from "@/components/ui/status";
import { filterHref } from "@/lib/client/url-filters";
import type { ActivityPlace } from "./activity-view";
import { codeWords } from "./call-words";
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

const effects = { allow: effectLook.allow, hold: effectLook.hold, deny: effectLook.deny };
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
      <Chosen url={url} names={names} fixed={place.agentId !== undefined} />
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

/** What narrows the list besides the facets, each with the way to drop it. */
function Chosen({ url, names, fixed }: { url: Url; names: Names; fixed: boolean }) {
  const { agentId, pepId, tool } = url.values;
  const chips = [
    ...(agentId && !fixed ? [{ id: "agentId", label: "Agent", value: names.agent ?? String(agentId) }] : []),
    ...(tool ? [{ id: "tool", label: "Tool", value: String(tool) }] : []),
    ...(pepId ? [{ id: "pepId", label: "Point", value: names.point ?? String(pepId) }] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Also narrowed by" className="-mt-1 mb-3 flex flex-wrap gap-2">
      {chips.map(({ id, label, value }) => (
        <li key={id}>
          <Button
            size="sm"
            className="max-w-full border-accent bg-accent-soft font-normal"
            onClick={() => url.set({ [id]: undefined })}
          >
            <span className="text-muted">{label}:</span>
            <InlineUntrusted text={value} max={60} className="cut max-w-60 font-medium" />
            <X aria-hidden="true" />
            <span className="sr-only">, drop this filter</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
