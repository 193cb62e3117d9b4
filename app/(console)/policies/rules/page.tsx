import { HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PolicyTabs } from "@/components/policy/policy-tabs";
import { RulesView } from "@/components/policy/rules-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { listTeams } from "@/lib/identity/list-teams";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { listRulesOp } from "@/lib/policy/contract";
import { listRules } from "@/lib/policy/list-rules";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Checkpoint rules" };

export default async function RulesPage() {
  const ctx = await pageContext("/policies/rules");
  const { roles } = viewerOf(ctx);
  return pageOrRefusal("Checkpoint rules", async () => {
    const state = await seeded(
      { options: optionsFor(listRulesOp, {}), data: listRules(ctx, {}) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
      { options: optionsFor(listTeamsOp, {}), data: listTeams(ctx, {}) },
    );
    return (
      <>
        <PageHeader
          title="Policies"
          description="Who must agree before a held call goes on, and how long it may wait."
          actions={
            can(roles, "rule:edit") ? (
              <Button asChild variant="primary">
                <Link href="/policies/rules/new">
                  <Plus aria-hidden="true" />
                  New rule
                </Link>
              </Button>
            ) : null
          }
          tabs={<PolicyTabs current="rules" />}
        />
        <HydrationBoundary state={state}>
          <RulesView roles={roles} />
        </HydrationBoundary>
      </>
    );
  });
}
