/** What the live agents share: where they live, when they stop, and the pace at which they work. */
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Ctx } from "@/lib/db/ctx";
import { inviteLive } from "@/lib/demo/prepare-live";
import { log } from "@/lib/log";
import type { PepKind } from "@/sdk/wire/words";

export type LiveAgent = { system: Ctx; home: string; stopping: AbortSignal };

/** One thing that an agent does; a scripted model's next tool call. */
export type Step = { tool: string; args: { [key: string]: string | number | boolean | object } };
export type Script = { agentName: string; next: (turn: number) => Step };

const PACE_MS = 9_000;
const SPREAD_MS = 6_000;

/** Works until it is told to stop. A refused call is an answer like any other, and the next one comes all the same. */
export async function work(live: LiveAgent, act: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 0; !live.stopping.aborted; turn++) {
    // A held call waits for people; the agent's other work goes on meanwhile, as a real one's would.
    act(turn).catch((error: unknown) =>
      log.info("a demo agent was refused", { reason: error instanceof Error ? error.message : String(error) }),
    );
    await wait(PACE_MS + Math.random() * SPREAD_MS, undefined, { signal: live.stopping }).catch(() => undefined);
  }
}

/** Where an agent's enforcement point keeps its state, and the token that it needs the first time only. */
export async function pointOf(live: LiveAgent, agentName: string, kind: PepKind) {
  const stateDir = path.join(live.home, "points", agentName.toLowerCase().replaceAll(" ", "-"));
  mkdirSync(stateDir, { recursive: true });
  const pep = await live.system.db.pep.findFirst({
    where: { orgId: live.system.orgId, name: `${agentName} (demo)`, revokedAt: null },
    select: { agents: true },
  });
  const known = existsSync(path.join(stateDir, "enrolment.json"));
  const [agentId] = pep?.agents ?? [];
  if (known && agentId) return { stateDir, agentId, token: undefined };
  return { stateDir: freshDirectory(stateDir, known), ...(await inviteLive(live.system, agentName, kind)) };
}

/** State of a point that the console no longer knows is of no use: the new point gets a directory of its own. */
function freshDirectory(stateDir: string, used: boolean): string {
  if (!used) return stateDir;
  const fresh = `${stateDir}-${Date.now()}`;
  mkdirSync(fresh, { recursive: true });
  return fresh;
}
