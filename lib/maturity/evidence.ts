/** Private to this folder: what an agent's requirements were judged by, as links to it. */
import type { Ctx } from "@/lib/db/ctx";
import type { FindingKind } from "@/lib/findings/contract";
import type { Requirement } from "./contract";
import type { AgentFacts } from "./requirements";

const MOST_POINTS = 5;
const MOST_FINDINGS = 3;

type Evidence = NonNullable<Requirement["evidence"]>;
const byPoints = new Set(["complete", "identity", "point", "connected", "revision"]);
const byCalls = new Set(["logged", "outcomes", "highRisk"]);
/** The findings that are about the same matter as a requirement. */
const kindsOf = new Map<string, readonly FindingKind[]>([
  ["complete", ["point.gap", "agent.unmediated"]],
  ["identity", ["credential.shared", "credential.overdue"]],
  ["connected", ["point.stale"]],
  ["revision", ["point.drift"]],
]);

export async function withEvidence(ctx: Ctx, facts: AgentFacts, requirements: Requirement[]): Promise<Requirement[]> {
  const points = facts.points.flatMap(({ id, name }) => (id ? [{ id, label: name, href: `/points/${id}` }] : []));
  const findings = await ctx.db.finding.findMany({
    where: {
      orgId: ctx.orgId,
      status: "open",
      kind: { in: [...kindsOf.values()].flat() },
      OR: [
        { subjectKind: "point", subjectId: { in: points.map(({ id }) => id) } },
        { subjectKind: "agent", subjectId: facts.id },
      ],
    },
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
    select: { id: true, title: true, kind: true },
  });
  const findingsOf = (id: string): Evidence =>
    findings
      .filter(({ kind }) => kindsOf.get(id)?.some((one) => one === kind))
      .slice(0, MOST_FINDINGS)
      .map((one) => ({ label: `Finding: ${one.title}`, href: `/findings/${one.id}` }));
  const evidenceOf = ({ id, state }: Requirement): Evidence => [
    ...(byCalls.has(id) ? [{ label: "Its calls", href: `/agents/${facts.id}/activity` }] : []),
    ...(byPoints.has(id) ? points.slice(0, MOST_POINTS).map(({ label, href }) => ({ label, href })) : []),
    ...(state === "met" ? [] : findingsOf(id)),
  ];
  return requirements.map((one) => ({ ...one, evidence: evidenceOf(one) }));
}
