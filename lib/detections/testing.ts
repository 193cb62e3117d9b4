/** For integration tests: calls through the real intake, and a past that is already counted. */
import { reportEvents } from "@/lib/activity/report-events";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/db/ctx";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { AgentHour } from "./hours";

export const deniedOf = (agentId: string, more: Partial<CallEvent> = {}): CallEvent =>
  callOf(agentId, { effect: "deny", code: "forbidden", reason: "Forbidden.", ...more });

/** As the point reports them: stored, counted and told in one commit. */
export async function reported(point: Ctx, events: CallEvent[]): Promise<void> {
  const { results } = await reportEvents(point, { events });
  const refused = results.filter(({ status }) => status !== "stored");
  if (refused.length > 0) throw new Error(`not stored: ${JSON.stringify(refused[0])}`);
}

/** Hours of the past as the roll-ups have them: the calls themselves are not needed by anything that reads counts. */
export async function counted(orgId: string, hours: readonly AgentHour[]): Promise<void> {
  const rows = hours.flatMap(({ agentId, from, cells }) =>
    cells.map((cell) => ({ orgId, agentId, from, ended: 0, enforced: true, ...cell })),
  );
  await database().activityHour.createMany({ data: rows });
  const days = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const from = new Date(Math.floor(row.from.getTime() / 86_400_000) * 86_400_000);
    const key = JSON.stringify([
      row.agentId,
      row.pepId,
      row.tool,
      row.operationClass,
      row.effect,
      row.code,
      row.asked,
      from,
    ]);
    const known = days.get(key);
    days.set(key, { ...row, from, calls: row.calls + (known?.calls ?? 0) });
  }
  await database().activityDay.createMany({ data: [...days.values()] });
}
