import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { z } from "zod";
import { ProfileView } from "@/components/profiles/profile-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getProfileOp } from "@/lib/profiles/contract";
import { getProfile } from "@/lib/profiles/get-profile";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Sandbox profile" };

const InAddress = z.strictObject({ compare: z.coerce.number().int().positive().optional() });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function ProfilePage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(addressOf(`/isolation/profiles/${encodeURIComponent(id)}`, search));
  const { filters, ignored } = readFilters(InAddress, search);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return pageOrRefusal("Sandbox profile", async () => {
    const state = await seeded({ options: optionsFor(getProfileOp, { id }), data: getProfile(ctx, { id }) });
    const mayManage = can(viewerOf(ctx).roles, "isolation:manage");
    return (
      <HydrationBoundary state={state}>
        <IgnoredNote ignored={ignored} />
        <ProfileView id={id} compare={filters.compare ?? null} mayManage={mayManage} nonce={nonce} />
      </HydrationBoundary>
    );
  });
}
