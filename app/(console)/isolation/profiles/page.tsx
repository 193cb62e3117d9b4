import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ProfilesView } from "@/components/profiles/profiles-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listProfilesOp } from "@/lib/profiles/contract";
import { listProfiles } from "@/lib/profiles/list-profiles";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Sandbox profiles" };

export default async function ProfilesPage() {
  const ctx = await pageContext("/isolation/profiles");
  return pageOrRefusal("Sandbox profiles", async () => {
    const state = await seeded({ options: optionsFor(listProfilesOp, {}), data: listProfiles(ctx, {}) });
    return (
      <HydrationBoundary state={state}>
        <ProfilesView mayManage={can(viewerOf(ctx).roles, "isolation:manage")} />
      </HydrationBoundary>
    );
  });
}
