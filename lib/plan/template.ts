/** The built-in plan: three sprints of thirty days, after each of which something must have become true. */

export const TEMPLATE = "ninety-days";

type TemplateTask = {
  key: string;
  sprint: 1 | 2 | 3;
  /** Day of the plan by which it is done. */
  day: number;
  title: string;
  detail: string;
  href: string | null;
  dependsOn: readonly string[];
};

const task = (
  sprint: TemplateTask["sprint"],
  day: number,
  key: string,
  [title, detail]: readonly [string, string],
  href: string | null = null,
  dependsOn: readonly string[] = [],
): TemplateTask => ({ key, sprint, day, title, detail, href, dependsOn });

const observe = [
  task(1, 3, "register", ["Bring every agent into the inventory", "Those that nobody registered as well."], "/agents"),
  task(
    1,
    7,
    "owners",
    ["Name the owners of every agent", "A person who answers for it; two for tiers high and critical."],
    "/agents",
    ["register"],
  ),
  task(
    1,
    12,
    "connect",
    [
      "Connect an enforcement point for every agent",
      "In the agent's process or before its tools. It may observe at first.",
    ],
    "/points/new",
    ["register"],
  ),
  task(
    1,
    18,
    "calls",
    ["See every agent's calls with their outcomes", "Look for agents that are silent, and for outcomes nobody knows."],
    "/activity",
    ["connect"],
  ),
  task(
    1,
    22,
    "shared",
    [
      "Find shared credentials and revoke them",
      "A credential that two agents use tells nobody which of them acted. Give each its own.",
    ],
    "/agents",
    ["register"],
  ),
  task(
    1,
    26,
    "tools",
    ["Read and classify every tool", "What it does in the world, and whether that can be undone; then pin it."],
    "/tools",
    ["connect"],
  ),
  task(
    1,
    30,
    "baseline",
    ["Write the baseline report", "Which agents there are, whose they are, and what they do."],
    "/reports",
    ["owners", "calls", "shared"],
  ),
];

const enforce = [
  task(
    2,
    35,
    "identities",
    ["Give every agent a scoped identity of its own", "A credential that is good for one agent and for what it needs."],
    "/agents",
    ["shared"],
  ),
  task(
    2,
    38,
    "rules",
    [
      "Say who approves high-risk operations",
      "Checkpoint rules for writing to databases, moving money and letting data out.",
    ],
    "/policies/rules",
    ["owners"],
  ),
  task(
    2,
    43,
    "policies",
    ["Permit only what each agent needs", "Policies by agent and operation class; what is not permitted is denied."],
    "/policies",
    ["tools"],
  ),
  task(
    2,
    47,
    "rehearse",
    ["Try the policies before they bind", "See what would have been blocked, and mend what should not be."],
    "/policies/try",
    ["policies", "rules"],
  ),
  task(
    2,
    52,
    "enforcing",
    ["Let every enforcement point enforce", "From observe to enforce, and every point on the newest revision."],
    "/points",
    ["rehearse"],
  ),
  task(
    2,
    55,
    "siem",
    ["Send calls and audit entries to the SIEM", "Denials raise an alert where security operations already look."],
    "/settings/integrations",
    ["calls"],
  ),
  task(2, 58, "drill", ["Rehearse a stop", "A drill on a canary agent, confirmed by every point."], "/points/stops", [
    "enforcing",
  ]),
  task(
    2,
    60,
    "enforcement",
    ["Write the enforcement report", "What is blocked, held and stopped, and how fast."],
    "/reports",
    ["enforcing", "siem", "drill"],
  ),
];

const isolate = [
  task(
    3,
    69,
    "sandbox",
    ["Run sensitive agents in a sandbox", "Those near personal data, money or regulated work."],
    null,
    ["enforcing"],
  ),
  task(
    3,
    73,
    "delegations",
    ["Have every delegation between agents signed off", "By an owner of each of the two agents."],
    "/agents",
    ["owners"],
  ),
  task(3, 77, "canaries", ["Let canaries try to get out", "Each beside one that is not in the sandbox."], null, [
    "sandbox",
  ]),
  task(
    3,
    82,
    "red-team",
    ["Run red-team exercises", "The ten threats of the OWASP Top 10 for Agentic Applications."],
    "/isolation/red-team",
    ["sandbox"],
  ),
  task(
    3,
    86,
    "penetration",
    ["Write the penetration-test report", "From the exercises and the canaries."],
    "/reports",
    ["red-team", "canaries"],
  ),
  task(
    3,
    90,
    "summary",
    ["Write the risk summary for board and regulator", "What is contained, what is not, and who carries the rest."],
    "/reports",
    ["penetration", "delegations", "enforcement"],
  ),
];

export const templateTasks: readonly TemplateTask[] = [...observe, ...enforce, ...isolate];

export const sprintWords: Record<1 | 2 | 3, { title: string; goal: string; deliverable: string }> = {
  1: {
    title: "Observe",
    goal: "Every agent has a named owner, every tool call is logged, and shared credentials are found and revoked.",
    deliverable: "Baseline report",
  },
  2: {
    title: "Enforce",
    goal: "Every agent has a scoped identity of its own, people approve high-risk operations, and logs reach the SIEM.",
    deliverable: "An enforcement layer that blocks in real time",
  },
  3: {
    title: "Isolate",
    goal: "Sensitive agents are sandboxed, delegation between agents is signed off by people, and exercises prove it.",
    deliverable: "Sandboxes, penetration-test report, risk summary for board and regulator",
  },
};
