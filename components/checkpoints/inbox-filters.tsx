"use client";

import { useQuery } from "@tanstack/react-query";
import { operationClassWords } from "@/components/inventory/words";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { FilterBar } from "@/components/ui/filter-bar";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { statusWords } from "./checkpoint-words";
import { type InboxFilters as Filters, inboxDefaults, inboxPath, isOpenBox } from "./inbox-place";

const tierWords = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };
const narrows = ["tool", "agentId", "operationClass", "riskTier", "person", "status", "group"];

/** Which requests of the box are shown; all of it stands in the address. */
export function InboxFilters({ filters }: { filters: Filters }) {
  const url = useUrlFilters({ path: inboxPath, filters, defaults: inboxDefaults, narrows });
  const agents = useQuery(optionsFor(listAgentsOp, { limit: 100 }));
  const people = useQuery(optionsFor(listPeopleOp, {}));
  const { pending: _, ...ended } = statusWords;
  const open = isOpenBox(filters.box);
  return (
    <FilterBar
      search={url.search("tool", "Part of a tool's name")}
      facets={[
        url.facet("riskTier", "Tier", tierWords),
        url.facet("operationClass", "Class", operationClassWords),
        url.facet("agentId", "Agent", namesOf(agents.data, filters.agentId)),
        url.facet("person", open ? "Waits for" : "Decided by", namesOf(people.data, filters.person)),
        ...(open ? [] : [url.facet("status", "End", ended)]),
      ]}
      onClear={url.narrowed ? url.clear : undefined}
    />
  );
}

type Named = { items: { id: string; name: string }[] };

/** Names by id for a choice. Until they are there, or beyond what one answer holds, what is chosen stands as its id. */
function namesOf(data: Named | undefined, chosen: string | undefined): Record<string, string> {
  const names = Object.fromEntries(data?.items.map(({ id, name }) => [id, name]) ?? []);
  return chosen === undefined || Object.hasOwn(names, chosen) ? names : { ...names, [chosen]: chosen };
}
