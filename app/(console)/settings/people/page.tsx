import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { InvitePerson } from "@/components/identity/invite-person";
import { InvitesView } from "@/components/identity/invites-view";
import { PeopleView } from "@/components/identity/people-view";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { TeamsView } from "@/components/identity/teams-view";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listInvitesOp, listPeopleOp } from "@/lib/identity/contract";
import { listInvites } from "@/lib/identity/list-invites";
import { listPeople } from "@/lib/identity/list-people";
import { listTeams } from "@/lib/identity/list-teams";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/settings/people", search));
  const { id, roles } = viewerOf(ctx);
  const { filters, ignored } = readFilters(listPeopleOp.input, search);
  const mayInvite = can(roles, "person:invite");
  return pageOrRefusal("People", async () => {
    const invites = mayInvite ? [{ options: optionsFor(listInvitesOp, {}), data: listInvites(ctx, {}) }] : [];
    const state = await seeded(
      { options: optionsFor(listPeopleOp, filters), data: listPeople(ctx, filters) },
      { options: optionsFor(listTeamsOp, {}), data: listTeams(ctx, {}) },
      ...(filters.q === undefined ? [] : [{ options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) }]),
      ...invites,
    );
    return (
      <>
        <PageHeader
          title="People"
          description="Who can sign in, and what their roles let them do."
          actions={mayInvite ? <InvitePerson /> : null}
          tabs={<SettingsTabs current="people" roles={roles} />}
        />
        <IgnoredNote ignored={ignored} />
        <HydrationBoundary state={state}>
          <PeopleView filters={filters} viewerId={id} mayEdit={can(roles, "person:edit")} />
          <TeamsView mayEdit={can(roles, "team:edit")} />
          {mayInvite ? <InvitesView /> : null}
        </HydrationBoundary>
      </>
    );
  });
}
