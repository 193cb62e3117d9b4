"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { plural } from "@/components/ui/format-number";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listInvitesOp, listPeopleOp } from "@/lib/identity/contract";
import { peopleColumns } from "./people-columns";

type PeopleViewProps = { filters: { q?: string | undefined }; viewerId: string; mayEdit: boolean };

const path = "/settings/people";
const live = { audit: [listPeopleOp.id, listInvitesOp.id] };

export function PeopleView({ filters, viewerId, mayEdit }: PeopleViewProps) {
  const { data } = useSuspenseQuery(optionsFor(listPeopleOp, filters));
  useLive(live);
  const url = useUrlFilters({ path, filters, narrows: ["q"] });
  return (
    <div aria-busy={url.pending} className="mb-10">
      <FilterBar search={url.search("q", "Name or e-mail")} onClear={url.clear}>
        <span role="status">{plural(data.items.length, "person", "people")}</span>
      </FilterBar>
      <DataTable
        caption="People"
        columns={peopleColumns({ viewerId, mayEdit })}
        rows={data.items}
        rowKey={(person) => person.id}
        empty={
          <NoMatch
            what="people"
            clear={
              <Button asChild>
                <Link href={url.clearHref}>Clear the search</Link>
              </Button>
            }
          />
        }
      />
    </div>
  );
}
