import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AbsenceView } from "@/components/identity/absence-view";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listAbsencesOp } from "@/lib/identity/absence-contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { listAbsences } from "@/lib/identity/list-absences";
import { listPeople } from "@/lib/identity/list-people";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Absence" };

export default async function AbsencePage() {
  const ctx = await pageContext("/settings/absence");
  const { id, roles } = viewerOf(ctx);
  return pageOrRefusal("Absence", async () => {
    const state = await seeded(
      { options: optionsFor(listAbsencesOp, {}), data: listAbsences(ctx, {}) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Absence"
          description="While you are away you are not asked, and whoever you name decides in your place."
          tabs={<SettingsTabs current="absence" roles={roles} />}
        />
        <HydrationBoundary state={state}>
          <AbsenceView viewerId={id} maySetOthers={can(roles, "absence:others")} />
        </HydrationBoundary>
      </>
    );
  });
}
