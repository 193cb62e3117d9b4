import { readIsolation } from "@/lib/isolation/read-isolation";
import { type Collector, found, MOST_ITEMS, plural } from "./collector";

/** Which agents must be isolated, and whether their canaries passed lately. Where nothing must be, a boundary is shown by runs alone. */
export const sandboxCanaryResults: Collector = {
  kind: "sandbox-canary-results",
  title: "Sandboxes and canaries",
  href: "/isolation",
  collect: async (ctx, now) => {
    const { agents } = await readIsolation(ctx, now);
    const active = agents.filter(({ status }) => status === "active");
    if (active.length === 0)
      return found("unknown", "/isolation", {
        found: "No active agent is registered, so there is nothing to isolate.",
        gap: "Nothing shows yet how agents are isolated.",
      });
    const newest = active.flatMap(({ last }) => (last ? [new Date(last.at)] : [])).sort((a, b) => +b - +a)[0] ?? null;
    const isolated = active.filter(({ state }) => state === "isolated").length;
    const escaped = active.filter(({ state }) => state === "escaped");
    const demanded = active.filter(({ demands }) => demands.length > 0);
    const failing = [...new Set([...escaped, ...demanded.filter(({ state }) => state !== "isolated")])];
    const words = `${isolated} of ${plural(active.length, "active agent")} passed their canaries lately; ${demanded.length} must be isolated.`;
    if (failing.length > 0)
      return {
        state: "gap",
        found: words,
        newest,
        gap: gapOf(escaped.length, failing.length),
        href: "/isolation",
        items: failing.slice(0, MOST_ITEMS).map(({ agentId, agentName, why }) => ({
          name: agentName,
          why,
          href: `/isolation/${agentId}`,
        })),
        total: failing.length,
      };
    if (isolated > 0) return found("met", "/isolation", { found: words, newest });
    return found("partly", "/isolation", {
      found: words,
      newest,
      gap: "By the settings no agent must be isolated, and no boundary was tried lately.",
    });
  },
};

function gapOf(escaped: number, failing: number): string {
  const never = failing - escaped;
  const parts = [
    ...(escaped > 0 ? [`${plural(escaped, "agent")} got out of the sandbox in the last run`] : []),
    ...(never > 0 ? [`${plural(never, "agent")} that must be isolated ${never === 1 ? "is" : "are"} not`] : []),
  ];
  return `${parts.join(", and ")}.`;
}
