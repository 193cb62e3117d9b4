import { type Collector, daysSince, found, plural } from "./collector";

/** As long as the gates of the plan let a drill count. */
const DRILL_DAYS = 30;

/** The newest rehearsal of a stop. A real stop is shown beside it, and does not stand in for one. */
export const killSwitchDrill: Collector = {
  kind: "kill-switch-drill",
  title: "Rehearsed stops",
  href: "/points/stops",
  collect: async ({ db, orgId }, now) => {
    const [drill, drills, stops] = await Promise.all([
      db.drill.findFirst({ where: { orgId, status: { not: "running" } }, orderBy: { startedAt: "desc" } }),
      db.drill.count({ where: { orgId } }),
      db.stopOrder.count({ where: { orgId, drill: false, status: { in: ["killed", "suspended", "revoked"] } } }),
    ]);
    const real = `${plural(stops, "real stop")} on record`;
    if (!drill) return found("gap", "/points/stops", { found: `No stop was rehearsed; ${real}.`, gap: "Run a drill." });
    const at = drill.endedAt ?? drill.startedAt;
    const days = daysSince(now, at);
    const words = `${drill.confirmed} of ${plural(drill.points, "point")} confirmed, ${drill.refused} refused a probe`;
    const base = {
      newest: at,
      items: drill.missing.slice(0, 20).map((why) => ({ name: "Drill", why, href: "/points/stops" })),
      total: drill.missing.length,
    };
    if (drill.status !== "passed")
      return found("gap", "/points/stops", {
        ...base,
        found: `The newest of ${plural(drills, "drill")} failed: ${words}; ${real}.`,
        gap: drill.missing[0] ?? "Not every point confirmed in time.",
      });
    const stale = days > DRILL_DAYS;
    return found(stale ? "partly" : "met", "/points/stops", {
      ...base,
      found: `The newest of ${plural(drills, "drill")} passed: ${words}; ${real}.`,
      gap: stale ? `It passed ${days} days ago; it counts for ${DRILL_DAYS}.` : null,
    });
  },
};
