import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PlanView } from "@/components/plan/plan-view";
import { type PlanViewName, viewWords } from "@/components/plan/plan-words";
import { IgnoredNote } from "@/components/shell/ignored-note";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { addressOf, readFilters, type Search } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { listPeopleOp } from "@/lib/identity/contract";
import { listPeople } from "@/lib/identity/list-people";
import { getPlanOp } from "@/lib/plan/contract";
import { getPlan } from "@/lib/plan/get-plan";
import { listTasks } from "@/lib/plan/list-tasks";
import { listTasksOp, TaskFilters } from "@/lib/plan/task-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Plan" };

const isView = (name: unknown): name is PlanViewName => typeof name === "string" && Object.hasOwn(viewWords, name);

export default async function PlanPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const ctx = await pageContext(addressOf("/plan", search));
  const { id: viewerId, roles } = viewerOf(ctx);
  const { filters, ignored } = readFilters(TaskFilters, search, ["view"]);
  const understood = search.view === undefined || isView(search.view);
  return pageOrRefusal("Plan", async () => {
    const state = await seeded(
      { options: optionsFor(getPlanOp, {}), data: getPlan(ctx, {}) },
      { options: optionsFor(listTasksOp, filters), data: listTasks(ctx, filters) },
      { options: optionsFor(listPeopleOp, {}), data: listPeople(ctx, {}) },
    );
    return (
      <>
        <IgnoredNote ignored={understood ? ignored : [...ignored, "view"]} />
        <HydrationBoundary state={state}>
          <PlanView
            place={{
              view: isView(search.view) ? search.view : "table",
              filters,
              viewerId,
              mayManage: can(roles, "plan:manage"),
              mayAccept: can(roles, "risk:accept"),
            }}
          />
        </HydrationBoundary>
      </>
    );
  });
}
