import { type HeldCredential, heldCredentials } from "@/lib/credentials/held-credentials";
import { type Collector, daysSince, found, MOST_ITEMS, plural } from "./collector";

const KEY_DAYS = 365;
const API_KEY_DAYS = 180;

const wrong: Record<Exclude<HeldCredential["state"], "held">, string> = {
  shared: "Another agent holds it too.",
  expired: "It has expired.",
  due: "It was not rotated in time.",
};

/** How old the keys are that the organisation signs with and that programs carry, and how agents' credentials stand. */
export const credentialRotation: Collector = {
  kind: "credential-rotation",
  title: "Keys and credentials",
  href: "/settings/organisation",
  collect: async ({ db, orgId }, now) => {
    const [key, apiKeys, credentials] = await Promise.all([
      db.signingKey.findFirst({ where: { orgId, retiredAt: null, retiresAt: null }, orderBy: { createdAt: "desc" } }),
      db.apiKey.findMany({
        where: { orgId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        orderBy: { createdAt: "asc" },
        select: { name: true, createdAt: true },
      }),
      heldCredentials({ db, orgId }, now),
    ]);
    if (!key) throw new Error("there is no signing key");
    const age = daysSince(now, key.createdAt);
    const old = apiKeys
      .filter(({ createdAt }) => daysSince(now, createdAt) > API_KEY_DAYS)
      .map(({ name, createdAt }) => ({
        name,
        why: `${daysSince(now, createdAt)} days old.`,
        href: "/settings/api-keys",
      }));
    const bad = credentials.flatMap(({ name, agent, state }) =>
      state === "held"
        ? []
        : [{ name: `${name} of ${agent.name}`, why: wrong[state], href: `/agents/${agent.id}#credentials` }],
    );
    const faults = [
      age > KEY_DAYS ? `The signing key is ${age} days old.` : null,
      old.length > 0 ? `${plural(old.length, "API key")} older than ${API_KEY_DAYS} days.` : null,
      bad.length > 0 ? `${plural(bad.length, "credential")} of agents shared, expired or not rotated in time.` : null,
    ].filter((fault) => fault !== null);
    const items = [...old, ...bad];
    return found(faults.length === 0 ? "met" : "partly", hrefOf({ age, old: old.length, bad: bad.length }), {
      found: `The signing key ${key.id} is ${plural(age, "day")} old; ${plural(apiKeys.length, "API key")} in use; ${plural(credentials.length, "credential")} of agents on record.`,
      newest: key.createdAt,
      gap: faults.length === 0 ? null : faults.join(" "),
      items: items.slice(0, MOST_ITEMS),
      total: items.length,
    });
  },
};

/** Where what is wrong is mended first. */
function hrefOf({ age, old, bad }: { age: number; old: number; bad: number }): string {
  if (age > KEY_DAYS) return "/settings/organisation";
  if (old > 0) return "/settings/api-keys";
  return bad > 0 ? "/agents/credentials" : "/settings/organisation";
}
