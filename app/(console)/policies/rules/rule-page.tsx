import { HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RuleForm } from "@/components/policy/rule-form";
import { tryChoices } from "@/components/policy/try-choices";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Callout } from "@/components/ui/callout";
import { plural } from "@/components/ui/format-number";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import type { Ctx } from "@/lib/db/ctx";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { listTeams } from "@/lib/identity/list-teams";
import { listTeamsOp } from "@/lib/identity/team-contract";
import { listAgentsOp } from "@/lib/inventory/contract";
import { listAgents } from "@/lib/inventory/list-agents";
import { listRules } from "@/lib/policy/list-rules";
import { notFound } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";

/** Shared by making a rule and changing one. */
export function rulePage(ctx: Ctx, slug: string | null): Promise<ReactNode> {
  const title = slug === null ? "New checkpoint rule" : "Checkpoint rule";
  return pageOrRefusal(title, async () => {
    const { items } = await listRules(ctx, {});
    const rule = slug === null ? null : (items.find((each) => each.slug === slug) ?? null);
    if (slug !== null && !rule) throw notFound("checkpoint rule");
    const state = await seeded(
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
      { options: optionsFor(listTeamsOp, {}), data: listTeams(ctx, {}) },
      { options: optionsFor(listAgentsOp, tryChoices), data: listAgents(ctx, tryChoices) },
    );
    const mayEdit = can(viewerOf(ctx).roles, "rule:edit");
    return (
      <>
        <PageHeader
          trail={
            <Breadcrumb
              items={[
                { label: "Policies", href: "/policies" },
                { label: "Checkpoint rules", href: "/policies/rules" },
                { label: rule?.slug ?? "New" },
              ]}
            />
          }
          title={rule?.title ?? title}
          description="Who must agree before a held call goes on, and how long it may wait."
          meta={rule && rule.usedBy > 0 ? `Named by ${plural(rule.usedBy, "policy", "policies")}` : null}
        />
        {mayEdit ? null : (
          <Callout className="mb-4" title="To read only">
            Rules are changed by an admin or security.
          </Callout>
        )}
        <HydrationBoundary state={state}>
          <RuleForm rule={rule} taken={items.map((each) => each.slug)} mayEdit={mayEdit} />
        </HydrationBoundary>
      </>
    );
  });
}
