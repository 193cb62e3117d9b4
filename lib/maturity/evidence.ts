/** Private to this folder: what an agent's requirements were judged by, as links to it. */
import type { Ctx } from "@/lib/db/ctx";
import type { Requirement } from "./contract";
import type { AgentFacts } from "./requirements";

const MOST_POINTS = 5;
const MOST_FINDINGS = 3;

type Evidence = NonNullable<Requirement["evidence"]>;
/** Kinds of finding that say something about a requirement, beside its points. */
const aboutPoints = new Set(["complete", "point", "connected", "revision"]);
const byCalls = new Set(["logged", "outcomes", "highRisk"]);

export async function withEvidence(ctx: Ctx, facts: AgentFacts, requirements: Requirement[]): Promise<Requirement[]> {
  const points = facts.points.flatMap(({ id, name }) => (id ? [{ id, label: name, href: `/points/${id}` }] : []));
  const findings = await ctx.db.finding.findMany({
    where: {
      orgId: ctx.orgId,
      status: "open",
      OR: [
        { subjectKind: "point", subjectId: { in: points.map(({ id }) => id) } },
        { kind: "agent.unmediated", subjectId: facts.id },
      ],
    },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
    select: { id: true, title: true },
    take: MOST_FINDINGS,
  });
  const found = findings.map(({ id, title }) => ({ label: `Finding: ${title}`, href: `/findings/${id}` }));
  const evidenceOf = ({ id, state }: Requirement): Evidence => {
    if (byCalls.has(id)) return [{ label: "Its calls", href: `/agents/${facts.id}/activity` }];
    if (!aboutPoints.has(id)) return [];
    const shown = points.slice(0, MOST_POINTS).map(({ label, href }) => ({ label, href }));
    return state === "met" ? shown : [...shown, ...found];
  };
  return requirements.map((one) => ({ ...one, evidence: evidenceOf(one) }));
}
