import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { TaskView } from "@/components/plan/task-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pathMember } from "@/lib/client/url-filters";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getTask } from "@/lib/plan/get-task";
import { getTaskOp } from "@/lib/plan/task-contract";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Task" };

export default async function TaskPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathMember((await params).id);
  const ctx = await pageContext(`/plan/tasks/${encodeURIComponent(id)}`);
  return pageOrRefusal("Task", async () => {
    const { id: viewerId, roles } = viewerOf(ctx);
    const state = await seeded({ options: optionsFor(getTaskOp, { id }), data: getTask(ctx, { id }) });
    const viewer = { viewerId, mayManage: can(roles, "plan:manage"), mayWork: can(roles, "plan:work") };
    return (
      <HydrationBoundary state={state}>
        <TaskView id={id} viewer={viewer} />
      </HydrationBoundary>
    );
  });
}
