/** The baseline report: which agents there are, whose they are, what they may touch, and what is seen of them. Pure. */
import { count, figures, type Section, share, table, text } from "./document-contract";
import type { ReportFacts } from "./read-facts";
import {
  aboutSection,
  findingsSection,
  gateSection,
  scoreWords,
  stageFigures,
  stageWords,
  standsWords,
} from "./sections";

export function baselineVerdict({ overview, counts }: ReportFacts): string {
  const { active, unowned } = overview.agents;
  if (active === 0) return "No active agent is registered, so there is no baseline yet.";
  const owners = unowned === 0 ? "each has a named owner" : `${unowned} of them have no named owner`;
  const grave = counts.bySeverity.critical + counts.bySeverity.high;
  return `${count(active, "active agent")}; ${owners}. The organisation ${standsWords(overview.stage)}, with ${scoreWords(overview.score)}, and ${count(grave, "critical or high finding")} open.`;
}

export const baselineSections = (facts: ReportFacts): Section[] => [
  { heading: "Where we start", blocks: [stageFigures(facts), text(facts.overview.why)] },
  gateSection(facts, 1),
  agentsSection(facts),
  credentialsSection(facts),
  callsSection(facts),
  toolsSection(facts),
  findingsSection(facts),
  aboutSection(facts, [
    "Agents that nobody registered are found by their telemetry only. Credentials are known where a point signs with them, or where a person put them on record.",
  ]),
];

function agentsSection({ agents, overview }: ReportFacts): Section {
  return {
    heading: "Agents and who answers for them",
    blocks: [
      table({
        caption: "Active agents, highest risk first",
        rows: agents,
        total: overview.agents.active,
        empty: "No active agent is registered.",
        columns: {
          Agent: ({ agent }) => agent.name,
          Risk: ({ agent }) => agent.riskTier,
          Owner: ({ agent }) => agent.owner?.name ?? "nobody",
          Second: ({ agent }) => agent.backupOwner?.name ?? "–",
          Platform: ({ agent }) => [agent.provider, agent.framework].filter((word) => word !== "").join(", "),
          Data: ({ agent }) => agent.dataClasses.join(", ") || "none stated",
          Stage: ({ stage }) => (stage ? stageWords[stage.stage] : "unknown"),
          "Missing first": ({ stage }) => missingOf(stage?.requirements),
        },
      }),
    ],
  };
}

function credentialsSection({ overview: { credentials } }: ReportFacts): Section {
  const { known, shared } = credentials;
  return {
    heading: "What they prove themselves with",
    blocks: [
      figures(["Credentials known", known], ["Shared by several agents", known === 0 ? "not known" : shared]),
      text(
        "A credential that two agents use tells nobody which of them acted, and cannot be taken from one without the other.",
      ),
    ],
  };
}

type Requirements = { built: boolean; state: string; why: string }[];
const missingOf = (requirements: Requirements | undefined): string =>
  requirements?.find(({ built, state }) => built && state !== "met")?.why ?? "";

function callsSection({ overview }: ReportFacts): Section {
  const { total, allow, deny, hold, withOutcome, permitted } = overview.calls24h;
  return {
    heading: "What they do: tool calls of the last 24 hours",
    blocks: [
      figures(
        ["Calls seen", total],
        ["Allowed", allow, share(allow, total) ?? undefined],
        ["Denied", deny, share(deny, total) ?? undefined],
        ["Held for a person", hold, share(hold, total) ?? undefined],
        ["Outcome known", share(withOutcome, permitted), "of the permitted ones"],
      ),
    ],
  };
}

function toolsSection({ tools }: ReportFacts): Section {
  const by = (state: string) => tools.filter((tool) => tool.state === state).length;
  const unclear = tools.filter(({ state, signSeverity }) => state !== "approved" || signSeverity !== null);
  return {
    heading: "Tools that they can call",
    blocks: [
      figures(
        ["Tools", tools.length],
        ["Approved", by("approved")],
        ["Waiting", by("waiting")],
        ["Changed since", by("changed")],
        ["Not classified", tools.filter(({ operationClass }) => operationClass === null).length],
      ),
      table({
        caption: "Tools that want a look",
        rows: unclear,
        most: 40,
        empty:
          tools.length === 0
            ? "No tool was seen or registered yet."
            : "Every tool is approved, and nothing stands out.",
        columns: {
          Tool: ({ server, name }) => `${server}/${name}`,
          State: ({ state }) => state,
          Operation: ({ operationClass }) => operationClass ?? "not classified",
          "Stands out": ({ signSeverity }) => signSeverity ?? "",
        },
      }),
    ],
  };
}
