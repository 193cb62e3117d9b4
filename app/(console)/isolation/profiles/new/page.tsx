import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { z } from "zod";
import { NewProfile } from "@/components/profiles/new-profile";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { EmptyState } from "@/components/ui/empty-state";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listProfilesOp } from "@/lib/profiles/contract";
import { listProfiles } from "@/lib/profiles/list-profiles";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "New sandbox profile" };

const InAddress = z.strictObject({ proposal: z.string().max(60).optional() });

export default async function NewProfilePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/isolation/profiles/new", search));
  const { filters, ignored } = readFilters(InAddress, search);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  if (!can(viewerOf(ctx).roles, "isolation:manage"))
    return (
      <EmptyState title="Your roles do not make sandbox profiles">Ask an admin or someone of security.</EmptyState>
    );
  return pageOrRefusal("New sandbox profile", async () => {
    const state = await seeded({ options: optionsFor(listProfilesOp, {}), data: listProfiles(ctx, {}) });
    return (
      <HydrationBoundary state={state}>
        <IgnoredNote ignored={ignored} />
        <NewProfile proposalId={filters.proposal ?? null} nonce={nonce} />
      </HydrationBoundary>
    );
  });
}
