"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import { ThreatIds } from "@/components/detections/detection-looks";
import { operationClassWords } from "@/components/inventory/words";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { Effect, Status } from "@/components/ui/status";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { type ListedEntry, listLibraryOp, Risk } from "@/lib/policy/library-contract";
import { OperationClass } from "@/sdk/wire/words";
import type { LibraryFilters } from "./library-filters";
import { libraryHref, riskWords } from "./library-words";

const path = "/policies/library";
const live = { audit: [listLibraryOp.id], control: [listLibraryOp.id] };

const riskLabels = Object.fromEntries(Risk.options.map((risk) => [risk, `${risk} ${riskWords[risk]}`]));
const classLabels = Object.fromEntries(OperationClass.options.map((one) => [one, operationClassWords[one].label]));
const adoptedLabels = { yes: "Adopted", no: "Not adopted" };

const columns: readonly Column<ListedEntry>[] = [
  { id: "title", header: "Policy", wrap: true, cell: ({ title }) => title },
  { id: "outcome", header: "Outcome", width: "8rem", cell: ({ outcome }) => <Effect value={outcome} /> },
  { id: "risks", header: "Risks", width: "9rem", cell: ({ risks }) => <ThreatIds ids={risks} /> },
  {
    id: "classes",
    header: "Classes",
    width: "14rem",
    hideBelow: "lg",
    wrap: true,
    cell: ({ classes }) =>
      classes.length > 2
        ? plural(classes.length, "class", "classes")
        : classes.map((one) => classLabels[one]).join(", "),
  },
  { id: "adopted", header: "Adopted", width: "9rem", cell: ({ adopted }) => <AdoptedTimes count={adopted.length} /> },
];

const AdoptedTimes = ({ count }: { count: number }) =>
  count === 0 ? (
    <span className="text-faint">–</span>
  ) : (
    <Status tone="neutral" icon={Check} label={count === 1 ? "Adopted" : `${count} times`} />
  );

/** Ready policies, by what they are against. All of them are here, so narrowing asks nobody. */
export function LibraryView({ filters }: { filters: LibraryFilters }) {
  const { data } = useSuspenseQuery(optionsFor(listLibraryOp, {}));
  useLive(live);
  const url = useUrlFilters({ path, filters, narrows: ["risk", "class", "adopted"] });
  const shown = data.items.filter((entry) => matches(entry, filters));
  return (
    <div aria-busy={url.pending}>
      <FilterBar
        facets={[
          url.facet("risk", "Risk", riskLabels),
          url.facet("class", "Operation class", classLabels),
          url.facet("adopted", "Adopted", adoptedLabels),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      >
        {plural(shown.length, "policy", "policies")}
      </FilterBar>
      <DataTable
        caption="Ready policies"
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        rowHref={({ id }) => libraryHref(id)}
        empty={
          <NoMatch
            what="ready policies"
            clear={
              <Button asChild>
                <Link href={url.clearHref}>Clear filters</Link>
              </Button>
            }
          />
        }
      />
    </div>
  );
}

const matches = ({ risks, classes, adopted }: ListedEntry, filters: LibraryFilters): boolean =>
  (filters.risk === undefined || risks.includes(filters.risk)) &&
  (filters.class === undefined || classes.includes(filters.class)) &&
  (filters.adopted === undefined || adopted.length > 0 === (filters.adopted === "yes"));
