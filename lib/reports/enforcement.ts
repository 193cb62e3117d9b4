/** The enforcement report: whether what is decided is what happens, everywhere, and how fast an agent is stopped. Pure. */
import { count, day, figures, type Section, share, table, text } from "./document-contract";
import type { ReportFacts } from "./read-facts";
import { aboutSection, findingsSection, gateSection, secondsWords, stageWords } from "./sections";

export function enforcementVerdict({ overview }: ReportFacts): string {
  const { points, agents, calls24h } = overview;
  if (points.total === 0) return "No enforcement point is connected, so nothing is enforced yet.";
  const enforced = agents.enforce + agents.isolate;
  return `${enforced} of ${count(agents.active, "active agent")} have reached enforce or more; ${points.current} of ${count(points.total, "enforcement point")} run the newest policy, ${points.connected} are connected. In the last 24 hours ${count(calls24h.deny, "call")} were denied and ${calls24h.hold} held.`;
}

export const enforcementSections = (facts: ReportFacts): Section[] => [
  pointsSection(facts),
  gateSection(facts, 2),
  decisionsSection(facts),
  stopSection(facts),
  requirementSection(facts),
  findingsSection(facts),
  aboutSection(facts, [
    "A point that only observes decides and does not block; its agents do not count as enforced. Whether the target obeyed a refusal is proven by the point's own record, not by the target.",
  ]),
];

function pointsSection({ overview, inForce }: ReportFacts): Section {
  const { total, connected, current } = overview.points;
  return {
    heading: "Enforcement points and the policy that they run",
    blocks: [
      figures(
        ["Points", total],
        ["Connected", connected, share(connected, total) ?? undefined],
        ["On the newest policy", current, share(current, total) ?? undefined],
      ),
      text(
        inForce
          ? `Revision ${inForce.revision} is in force since ${inForce.createdAt}: ${count(inForce.policies, "policy", "policies")} over ${count(inForce.agents, "agent")} and ${count(inForce.tools, "tool")}, by ${inForce.createdByName}. Its content has the digest ${inForce.contentDigest}.`
          : "No policy was published yet.",
      ),
    ],
  };
}

function decisionsSection({ overview }: ReportFacts): Section {
  const { calls24h, checkpoints } = overview;
  return {
    heading: "Decisions of the last 24 hours",
    blocks: [
      figures(
        ["Calls", calls24h.total],
        ["Denied", calls24h.deny, share(calls24h.deny, calls24h.total) ?? undefined],
        ["Held", calls24h.hold, share(calls24h.hold, calls24h.total) ?? undefined],
        ["Requests open", checkpoints.open],
        ["Decided by people", checkpoints.decided24h],
        ["Half of them within", secondsWords(checkpoints.medianDecisionSeconds)],
      ),
    ],
  };
}

function stopSection({ overview }: ReportFacts): Section {
  const { lastKill } = overview;
  return {
    heading: "How fast an agent is stopped",
    blocks: [
      text(
        lastKill
          ? `The newest kill, of ${lastKill.agentName} on ${day(lastKill.at)}: ${lastKill.confirmed} of ${count(lastKill.points, "point")} confirmed, the last after ${Math.round(lastKill.ms)} ms.`
          : "No kill was confirmed by any point yet, so it is not known how fast an agent would be stopped. Run a drill.",
      ),
    ],
  };
}

function requirementSection({ score }: ReportFacts): Section {
  return {
    heading: "How agents stand with each requirement",
    blocks: [
      table({
        caption: "Requirements of the stages",
        rows: score.requirements,
        empty: "No look was taken yet.",
        columns: {
          Stage: ({ stage }) => stageWords[stage],
          Requirement: ({ title }) => title,
          Met: ({ met }) => String(met),
          "Not met": ({ unmet }) => String(unmet),
          "Not measured": ({ unmeasured, built }) => (built ? String(unmeasured) : `${unmeasured} (not asked for yet)`),
        },
      }),
    ],
  };
}
