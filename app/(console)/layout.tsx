import { HydrationBoundary } from "@tanstack/react-query";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(auth)/session-actions";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { navCookie } from "@/components/shell/nav-cookie";
import { opensToUnits } from "@/lib/audit/units";
import { countCheckpointsOp } from "@/lib/checkpoints/contract";
import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { optionsFor } from "@/lib/client/query-options";
import { seeded } from "@/lib/client/seeded";
import { type Ctx, rolesOf } from "@/lib/db/ctx";
import { unitOf } from "@/lib/db/unit";
import { HERE } from "@/lib/http/here";
import { operations } from "@/lib/http/operations";
import { pageContext } from "@/lib/http/page-context";
import { getOrganisation } from "@/lib/identity/get-organisation";
import { whoAmI } from "@/lib/identity/who-am-i";
import { can, type Permission, permissions } from "@/lib/shared/permissions";

/** The frame around every page. Each page checks for itself who looks: a layout does not run again on navigation. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext((await headers()).get(HERE) ?? "/");
  const [organisation, user, state, jar] = await Promise.all([
    getOrganisation(ctx, {}),
    whoAmI(ctx),
    seeded({ options: optionsFor(countCheckpointsOp, {}), data: countCheckpoints(ctx, {}) }),
    cookies(),
  ]);
  const held = Object.keys(permissions).filter(
    (one) => can(rolesOf(ctx.actor), one as Permission) && opensPages(ctx, one as Permission),
  );
  return (
    <HydrationBoundary state={state}>
      <ConsoleFrame
        user={user}
        organisation={organisation}
        can={Object.fromEntries(held.map((one) => [one, true]))}
        navCollapsed={jar.get(navCookie)?.value === "narrow"}
        signOut={signOutAction}
      >
        {children}
      </ConsoleFrame>
    </HydrationBoundary>
  );
}

/** Somebody who is limited to a unit is shown only menus behind which a list opens to them. */
const opensPages = (ctx: Ctx, permission: Permission): boolean =>
  unitOf(ctx) === null ||
  operations.some(
    (op) =>
      op.permission === permission &&
      op.http.startsWith("GET ") &&
      !op.http.includes("{") &&
      op.units !== "named" &&
      opensToUnits(op),
  );
