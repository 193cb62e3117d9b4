import { pointState } from "@/lib/enforcement/rules";
import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** Whether the points hold and enforce the newest bundle, by what they acknowledged. */
export const enforcementAcks: Collector = {
  kind: "enforcement-acks",
  title: "Points that enforce the newest policies",
  href: "/points",
  collect: async ({ db, orgId }, now) => {
    const [points, newest] = await Promise.all([
      db.pep.findMany({ where: { orgId, revokedAt: null }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
      db.bundle.findFirst({ where: { orgId }, orderBy: { revision: "desc" }, select: { revision: true } }),
    ]);
    if (points.length === 0 || !newest)
      return found("gap", points.length === 0 ? "/points/new" : "/policies/publish", {
        found: points.length === 0 ? "No enforcement point is enrolled." : "No bundle of policies was published.",
        gap: points.length === 0 ? "Connect an enforcement point." : "Publish the policies.",
      });
    const items = points.flatMap((point) => {
      const why = faultOf(point, now, newest.revision);
      return why ? [{ name: point.name, why, href: `/points/${point.id}` }] : [];
    });
    const good = points.length - items.length;
    const heard = points.flatMap(({ lastSeenAt }) => lastSeenAt ?? []).sort((a, b) => b.getTime() - a.getTime());
    return {
      state: items.length === 0 ? "met" : good === 0 ? "gap" : "partly",
      found: `${good} of ${plural(points.length, "point")} are connected, enforce, and run revision ${newest.revision}.`,
      newest: heard[0] ?? null,
      gap: items.length === 0 ? null : `${plural(items.length, "point")} ${items.length === 1 ? "does" : "do"} not.`,
      href: items[0]?.href ?? "/points",
      items: items.slice(0, MOST_ITEMS),
      total: items.length,
    };
  },
};

type Point = Parameters<typeof pointState>[0] & { mode: string; revision: number };

function faultOf(point: Point, now: Date, newest: number): string | null {
  if (pointState(point, now) !== "connected") return "It is not connected.";
  if (point.mode !== "enforce") return "It only observes.";
  return point.revision < newest ? `It runs revision ${point.revision}, the newest is ${newest}.` : null;
}
