import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** Who may do what in the console. A review by a named person is not recorded anywhere yet: so it is partly shown at best. */
export const accessReview: Collector = {
  kind: "access-review",
  title: "Who may do what in the console",
  href: "/settings/people",
  collect: async ({ db, orgId }) => {
    const [people, keys, newest] = await Promise.all([
      db.user.findMany({
        where: { orgId, status: "active" },
        orderBy: { name: "asc" },
        select: { id: true, name: true, roles: true, _count: { select: { passkeys: true } } },
      }),
      db.apiKey.findMany({
        where: { orgId, revokedAt: null, expiresAt: null },
        orderBy: { name: "asc" },
        select: { name: true },
      }),
      db.auditEntry.findFirst({
        where: { orgId, action: { in: ["person.joined", "person.changed", "person.disabled", "person.enabled"] } },
        orderBy: { seq: "desc" },
        select: { at: true },
      }),
    ]);
    const bare = people.filter(({ roles, _count }) => roles.includes("admin") && _count.passkeys === 0);
    const items = [
      ...bare.map(({ name }) => ({ name, why: "An admin without a passkey.", href: "/settings/people" })),
      ...keys.map(({ name }) => ({ name, why: "An API key that never expires.", href: "/settings/api-keys" })),
    ];
    const admins = people.filter(({ roles }) => roles.includes("admin")).length;
    return found("partly", "/settings/people", {
      found: `${plural(people.length, "active person", "active people")}, ${plural(admins, "admin")}; each change of roles is in the audit log.`,
      newest: newest?.at ?? null,
      gap: items[0]
        ? `${items[0].name}: ${items[0].why} A review by a named person is not recorded yet.`
        : "Who holds which role is known; that somebody reviewed it is not recorded yet.",
      items: items.slice(0, MOST_ITEMS),
      total: items.length,
    });
  },
};
