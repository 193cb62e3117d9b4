import { pointState } from "@/lib/enforcement/rules";
import { readTracks, revisionAt } from "@/lib/policy/tracks";
import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** Whether the points hold and enforce the newest bundle, by what they acknowledged. */
export const enforcementAcks: Collector = {
  kind: "enforcement-acks",
  title: "Points that enforce the newest policies",
  href: "/points",
  collect: async (ctx, now) => {
    const [points, tracks] = await Promise.all([
      ctx.db.pep.findMany({ where: { orgId: ctx.orgId, revokedAt: null }, orderBy: [{ name: "asc" }, { id: "asc" }] }),
      readTracks(ctx),
    ]);
    const newest = tracks.published;
    if (points.length === 0 || newest === null)
      return found("gap", points.length === 0 ? "/points/new" : "/policies/publish", {
        found: points.length === 0 ? "No enforcement point is enrolled." : "No bundle of policies was published.",
        gap: points.length === 0 ? "Connect an enforcement point." : "Publish the policies.",
      });
    const items = points.flatMap((point) => {
      const why = faultOf(point, now, revisionAt(tracks, point.id) ?? newest);
      return why ? [{ name: point.name, why, href: `/points/${point.id}` }] : [];
    });
    const good = points.length - items.length;
    const heard = points.flatMap(({ lastSeenAt }) => lastSeenAt ?? []).sort((a, b) => b.getTime() - a.getTime());
    return {
      state: items.length === 0 ? "met" : good === 0 ? "gap" : "partly",
      found: `${good} of ${plural(points.length, "point")} are connected, enforce, and run revision ${newest}${tracks.trial ? `, or what a roll-out has on trial with them, revision ${tracks.trial.revision}` : ""}.`,
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
  return point.revision < newest ? `It runs revision ${point.revision}, the newest for it is ${newest}.` : null;
}
