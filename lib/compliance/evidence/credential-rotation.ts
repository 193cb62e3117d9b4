import { type Collector, daysSince, found, MOST_ITEMS, plural } from "./collector";

const KEY_DAYS = 365;
const API_KEY_DAYS = 180;

/** How old the keys are that the organisation signs with and that programs carry. */
export const credentialRotation: Collector = {
  kind: "credential-rotation",
  title: "Age of keys",
  href: "/settings/organisation",
  collect: async ({ db, orgId }, now) => {
    const [key, apiKeys] = await Promise.all([
      db.signingKey.findFirst({ where: { orgId, retiredAt: null, retiresAt: null }, orderBy: { createdAt: "desc" } }),
      db.apiKey.findMany({
        where: { orgId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        orderBy: { createdAt: "asc" },
        select: { name: true, createdAt: true },
      }),
    ]);
    if (!key) throw new Error("there is no signing key");
    const age = daysSince(now, key.createdAt);
    const old = apiKeys.filter(({ createdAt }) => daysSince(now, createdAt) > API_KEY_DAYS);
    const faults = [
      age > KEY_DAYS ? `The signing key is ${age} days old.` : null,
      old.length > 0 ? `${plural(old.length, "API key")} older than ${API_KEY_DAYS} days.` : null,
    ].filter((fault) => fault !== null);
    return found(
      faults.length === 0 ? "met" : "partly",
      age > KEY_DAYS || old.length === 0 ? "/settings/organisation" : "/settings/api-keys",
      {
        found: `The signing key ${key.id} is ${plural(age, "day")} old; ${plural(apiKeys.length, "API key")} in use.`,
        newest: key.createdAt,
        gap: faults.length === 0 ? null : faults.join(" "),
        items: old.slice(0, MOST_ITEMS).map(({ name, createdAt }) => ({
          name,
          why: `${daysSince(now, createdAt)} days old.`,
          href: "/settings/api-keys",
        })),
        total: old.length,
      },
    );
  },
};
