/** The penetration-test report: what red-team exercises and canaries came to, who answers for it, and what was not tried. Pure. */
import { Asi, asiTitles, type ScenarioResult } from "@/sdk/wire/redteam";
import { count, day, figures, type Section, table, text } from "./document-contract";
import { attacksSection } from "./penetration-attacks";
import type { ReportFacts } from "./read-facts";
import { aboutSection } from "./sections";

const verdictWords = { contained: "contained", passed: "PASSED THROUGH", void: "void" } as const;
const graver = { critical: 0, high: 1, medium: 2, low: 3 } as const;
const worst = { passed: 0, void: 1, contained: 2 } as const;

export function penetrationVerdict({ exercise, isolation }: ReportFacts): string {
  const canaries =
    isolation.demanded === 0
      ? "No agent has to be isolated."
      : `${isolation.isolated} of ${count(isolation.demanded, "agent")} that must be isolated passed their canaries in time.`;
  if (!exercise) return `No red-team exercise was run, so nothing is known of how attacks end. ${canaries}`;
  const { result, reason, endedAt } = exercise.statement;
  const missing = untried(exercise.statement.scenarios);
  const whole = missing.length === 0 ? "" : ` Nothing is proven about ${missing.join(", ")}.`;
  const head = result === "passed" ? "Attacks passed through." : result === "void" ? "Little is proven." : "";
  return `${head} In the exercise of ${day(endedAt)}: ${reason}${whole} ${canaries}`.trim();
}

/** Families without an attack that was contained. */
const untried = (scenarios: readonly ScenarioResult[]): Asi[] =>
  Asi.options.filter((asi) => !scenarios.some((one) => one.asi === asi && one.verdict === "contained"));

export const penetrationSections = (facts: ReportFacts): Section[] => [
  scopeSection(facts),
  methodSection,
  familiesSection(facts),
  resultsSection(facts),
  foundSection(facts),
  canariesSection(facts),
  limitsSection(facts),
  attacksSection(sortedAttacks(facts)),
  aboutSection(facts, [
    "The outcome of the exercise is kept as its runner signed it; the console looked each cited record up before it took it.",
  ]),
];

function scopeSection({ exercise }: ReportFacts): Section {
  const heading = "Scope";
  if (!exercise)
    return { heading, blocks: [text("There is nothing to report on yet. Run an exercise under Isolation.")] };
  const { scenarios, startedAt, endedAt, runner, range, revision } = exercise.statement;
  const counted = (verdict: ScenarioResult["verdict"]) => scenarios.filter((one) => one.verdict === verdict).length;
  return {
    heading,
    blocks: [
      figures(
        ["Attacks", scenarios.length],
        ["Contained", counted("contained")],
        ["Passed through", counted("passed")],
        ["Void", counted("void"), "nothing is proven by them"],
      ),
      text(
        `Tested was this installation's enforcement: its gateway, its management API, its decision engine, its checkpoints, and enforcement points of version ${runner.version}. From ${startedAt} to ${endedAt}, run by ${runner.place === "worker" ? "the worker" : "the command line"} on ${runner.platform} with Node ${runner.node}; asked for by ${exercise.askedByName}. The agents, tools and policies were the exercise's own, in the organisation ${range} that was made for it, under its policy revision ${revision}.`,
      ),
    ],
  };
}

const methodSection: Section = {
  heading: "Method",
  blocks: [
    text(
      "Each attack is a script in the place of a model that believes whatever it reads. Its tools stand on a real MCP server behind the real proxy, or behind a point in the agent's own process; people approve, deny and kill through the verbs that the console uses.",
    ),
    text(
      "Each attack is made twice. The control makes the same steps without the protection and has to succeed. The attack counts as contained only if its control succeeded, it did not, and the console holds a record that the control acted. An attack whose control did not succeed, or of which there is no record, is void and never counts as contained. What reached the server decides, not what anybody says.",
    ),
  ],
};

const scenariosOf = ({ exercise }: ReportFacts): readonly ScenarioResult[] => exercise?.statement.scenarios ?? [];

function familiesSection(facts: ReportFacts): Section {
  const scenarios = scenariosOf(facts);
  const of = (asi: Asi, verdict: ScenarioResult["verdict"]) =>
    String(scenarios.filter((one) => one.asi === asi && one.verdict === verdict).length);
  return {
    heading: "The ten families of the OWASP Top 10 for Agentic Applications 2026",
    blocks: [
      table({
        caption: "Attacks by family",
        rows: Asi.options,
        empty: "",
        columns: {
          Family: (asi) => `${asi} ${asiTitles[asi]}`,
          Contained: (asi) => of(asi, "contained"),
          "Passed through": (asi) => of(asi, "passed"),
          Void: (asi) => of(asi, "void"),
        },
      }),
    ],
  };
}

const sortedAttacks = (facts: ReportFacts): ScenarioResult[] =>
  [...scenariosOf(facts)].sort(
    (a, b) => worst[a.verdict] - worst[b.verdict] || graver[a.severity] - graver[b.severity],
  );

function resultsSection(facts: ReportFacts): Section {
  return {
    heading: "Results, attack by attack",
    blocks: [
      table({
        caption: "What passed through comes first",
        rows: sortedAttacks(facts),
        most: 200,
        empty: "No attack was made.",
        columns: {
          Attack: ({ id, title }) => `${id}: ${title}`,
          "Expected control": ({ expected }) => expected,
          Observed: ({ observed }) => observed?.seen ?? "not run",
          Records: ({ evidence }) => String(evidence.length),
          Severity: ({ severity }) => severity,
          Verdict: ({ verdict }) => verdictWords[verdict],
        },
      }),
    ],
  };
}

function foundSection({ exercise }: ReportFacts): Section {
  return {
    heading: "Findings and who answers for them",
    blocks: [
      text(
        exercise?.ownerName
          ? `${exercise.ownerName} answers for what exercises find.`
          : "Nobody is named who answers for what exercises find. Name somebody under Isolation, Red-team exercises.",
      ),
      table({
        caption: "Open findings of exercises",
        rows: exercise?.findings ?? [],
        empty: "No finding of an exercise is open.",
        columns: {
          Finding: ({ title }) => title,
          Severity: ({ severity }) => severity,
          Open: ({ openedAt }) => `since ${day(openedAt)}`,
          "What to do": ({ mend }) => mend,
        },
      }),
    ],
  };
}

function canariesSection({ isolation }: ReportFacts): Section {
  return {
    heading: "Canaries",
    blocks: [
      figures(
        ["Agents that must be isolated", isolation.demanded],
        ["Of these, isolated", isolation.isolated, `a run counts for ${isolation.setting.everyHours} hours`],
      ),
      table({
        caption: "Agents that must be isolated, or that were tried",
        rows: isolation.items.filter(({ demands, last }) => demands.length > 0 || last !== null),
        empty: "No agent must be isolated, and none was tried.",
        columns: {
          Agent: ({ agentName }) => agentName,
          "As measured": ({ why }) => why,
          "Last run": ({ last }) => (last ? day(last.at) : "never"),
        },
      }),
    ],
  };
}

function limitsSection(facts: ReportFacts): Section {
  const missing = untried(scenariosOf(facts));
  return {
    heading: "What was not tested, and limits",
    blocks: [
      ...(missing.length > 0
        ? [
            text(
              `Of these families no attack is shown to be contained: ${missing.map((asi) => `${asi} ${asiTitles[asi]}`).join("; ")}.`,
            ),
          ]
        : []),
      text(
        "The organisation's own policies, agents, models, people and MCP servers were not attacked: what is contained here shows what the controls can do, not that each is switched on for each agent. The enforcement report says where policy is in force.",
      ),
      text(
        "A script tries known attacks and no others; that they were contained does not mean that every attack of the family would be. The network, the machines, the database, the operating system and the browser were not attacked. Points in an agent's own process can be stepped around by an agent that is itself compromised.",
      ),
    ],
  };
}
