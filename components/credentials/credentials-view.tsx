"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { type Credential, type CredentialFilters, listCredentialsOp } from "@/lib/credentials/contract";
import { CredentialActs } from "./credential-acts";
import { CredentialMark } from "./credential-mark";
import { kindWords, stateLook } from "./credential-words";

const path = "/agents/credentials";
const defaults = { limit: 50, ended: "without" };
const narrows = ["state", "agentId"];
const live = { audit: [listCredentialsOp.id] };
const states = Object.fromEntries(Object.entries(stateLook).map(([state, { label }]) => [state, label]));

const columns: readonly Column<Credential>[] = [
  {
    id: "name",
    header: "Credential",
    wrap: true,
    cell: ({ name, system, kind }) => (
      <>
        <InlineUntrusted text={name} /> <span className="text-muted text-xs">{kindWords[kind]} for </span>
        <InlineUntrusted text={system} className="text-muted text-xs" />
      </>
    ),
  },
  {
    id: "agent",
    header: "Agent",
    width: "18%",
    wrap: true,
    cell: ({ agent }) => (
      <Link href={`/agents/${agent.id}#credentials`} className="text-accent hover:underline">
        <InlineUntrusted text={agent.name} />
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    width: "22%",
    wrap: true,
    cell: (credential) => <CredentialMark credential={credential} />,
  },
  {
    id: "until",
    header: "Rotate or expires",
    width: "9rem",
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ rotateBy, expiresAt }) => {
      const [first] = [rotateBy, expiresAt].flatMap((at) => at ?? []).sort();
      return first ? <Time at={first} className="text-xs" /> : <span className="text-faint text-xs">no date</span>;
    },
  },
  {
    id: "acts",
    header: "Acts",
    hideHeader: true,
    width: "12rem",
    align: "end",
    cell: (credential) => <CredentialActs credential={credential} />,
  },
];

type Place = { filters: z.output<typeof CredentialFilters>; trail: string | undefined };

/** What all agents hold, the newest first. */
export function CredentialsView({ place }: { place: Place }) {
  const { data } = useSuspenseQuery(optionsFor(listCredentialsOp, place.filters));
  useLive(live, { active: place.filters.cursor === undefined });
  const url = useUrlFilters({ path, filters: place.filters, defaults, narrows });
  const pages = pageHrefs({ path, filters: place.filters, defaults, trail: place.trail, nextCursor: data.nextCursor });
  return (
    <div aria-busy={url.pending}>
      <FilterBar facets={[url.facet("state", "State", states)]} onClear={url.narrowed ? url.clear : undefined} />
      <DataTable
        caption="Credentials"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        empty={
          url.narrowed ? (
            <NoMatch
              what="credentials"
              clear={
                <Button asChild>
                  <Link href={url.clearHref}>Clear filters</Link>
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="No credential is on record"
              icon={<KeyRound aria-hidden="true" />}
              action={
                <Button asChild>
                  <Link href="/agents">Choose an agent</Link>
                </Button>
              }
            >
              On an agent&apos;s page, record what it proves itself with elsewhere: keys, clients, accounts. Two agents
              that hold the same one are found at once, and so is what expires.
            </EmptyState>
          )
        }
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          what={data.items.length === 1 ? "credential" : "credentials"}
        />
      ) : null}
    </div>
  );
}
