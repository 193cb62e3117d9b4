import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RUNS } from "@/components/redteam/redteam-looks";
import { RedteamView } from "@/components/redteam/redteam-view";
import { pageOrRefusal } from "@/components/shell/refused-page";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { pageContext } from "@/lib/http/page-context";
import { viewerOf } from "@/lib/http/viewer-of";
import { getRedteamSettingOp, listRedteamRunsOp } from "@/lib/redteam/contract";
import { getSetting } from "@/lib/redteam/get-setting";
import { listRuns } from "@/lib/redteam/list-runs";
import { can } from "@/lib/shared/permissions";

export const metadata: Metadata = { title: "Red-team exercises" };

export default async function RedteamPage() {
  const ctx = await pageContext("/isolation/red-team");
  return pageOrRefusal("Red-team exercises", async () => {
    const state = await seeded(
      { options: optionsFor(listRedteamRunsOp, RUNS), data: listRuns(ctx, RUNS) },
      { options: optionsFor(getRedteamSettingOp, {}), data: getSetting(ctx, {}) },
    );
    const { roles } = viewerOf(ctx);
    return (
      <HydrationBoundary state={state}>
        <RedteamView mayRun={can(roles, "redteam:run")} mayManage={can(roles, "redteam:manage")} />
      </HydrationBoundary>
    );
  });
}
