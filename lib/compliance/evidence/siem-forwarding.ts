import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** Forwarding that was not heard of for so long is not evidence of forwarding. */
const FRESH_MINUTES = 60;

/** Sinks that calls go to, and whether they had everything lately. */
export const siemForwarding: Collector = {
  kind: "siem-forwarding",
  title: "Forwarding to a SIEM",
  href: "/settings/integrations",
  collect: async ({ db, orgId }, now) => {
    const sinks = await db.sink.findMany({
      where: { orgId, sends: { has: "calls" } },
      orderBy: { name: "asc" },
      select: {
        id: true,
        name: true,
        status: true,
        lastDeliveredAt: true,
        caughtUpAt: true,
        lastError: true,
        missing: true,
      },
    });
    const dead = await db.deadLetter.count({ where: { sink: { orgId } } });
    if (sinks.length === 0)
      return found("gap", "/settings/integrations", { found: "Calls are forwarded nowhere.", gap: "Connect a SIEM." });
    const last = ({ lastDeliveredAt, caughtUpAt }: (typeof sinks)[number]): Date | null =>
      [lastDeliveredAt, caughtUpAt].flatMap((at) => at ?? []).sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
    const items = sinks.flatMap((sink) => {
      const at = last(sink);
      const fresh = at !== null && now.getTime() - at.getTime() <= FRESH_MINUTES * 60_000;
      const why =
        sink.status === "paused"
          ? "It is paused."
          : fresh
            ? null
            : (sink.lastError ?? "It has not been caught up for an hour.");
      return why ? [{ name: sink.name, why, href: `/settings/integrations/${sink.id}` }] : [];
    });
    const good = sinks.length - items.length;
    const times = sinks.flatMap((sink) => last(sink) ?? []).sort((a, b) => b.getTime() - a.getTime());
    const faults = [
      items[0] ? `${items[0].name}: ${items[0].why}` : null,
      dead > 0
        ? `${plural(dead, "event")} could not be delivered and ${dead === 1 ? "waits" : "wait"} for redrive.`
        : null,
    ];
    const gap = faults.filter((fault) => fault !== null).join(" ");
    return {
      state: good === 0 ? "gap" : gap === "" ? "met" : "partly",
      found: `${good} of ${plural(sinks.length, "sink")} that take calls had everything within the hour.`,
      newest: times[0] ?? null,
      gap: gap === "" ? null : gap,
      href: items[0]?.href ?? "/settings/integrations",
      items: items.slice(0, MOST_ITEMS),
      total: items.length,
    };
  },
};
