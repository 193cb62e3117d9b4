/** Ways in which one act about an agent, a tool or a person lets agents do more, or somebody decide who could not. Pure. */
import { Autonomy, decidingRoles, RiskTier } from "./act-words";
import type { Facts } from "./facts";
import type { Way } from "./way";

const said = (text: string): string => (text === "" ? "no team" : text);

type AgentWay = Way<Facts["agent"]>;
const fell =
  (order: readonly string[], field: "riskTier" | "autonomy", words: string): AgentWay["found"] =>
  ({ name, before, after }) =>
    order.indexOf(after[field]) < order.indexOf(before[field])
      ? [`${words} of ${name} is stated as ${after[field]} instead of ${before[field]}.`]
      : [];

export const agentWays: readonly AgentWay[] = [
  { id: "agent.riskTier", means: "An agent's risk tier falls", found: fell(RiskTier, "riskTier", "The risk") },
  {
    id: "agent.autonomy",
    means: "An agent is stated to be less autonomous",
    found: fell(Autonomy, "autonomy", "The autonomy"),
  },
  {
    id: "agent.environment",
    means: "An agent in production is stated to be elsewhere",
    found: ({ name, before, after }) =>
      before.environment === "production" && after.environment !== "production"
        ? [`${name} is stated to run in ${after.environment} instead of production.`]
        : [],
  },
  {
    id: "agent.dataClasses",
    means: "An agent is stated to touch less data",
    found: ({ name, before, after }) =>
      before.dataClasses
        .filter((one) => !after.dataClasses.includes(one))
        .map((one) => `${name} is stated not to touch ${one} data any more.`),
  },
  {
    id: "agent.team",
    means: "An agent gets what policies and rules say of another team",
    found: ({ name, before, after }) =>
      before.team === after.team
        ? []
        : [`Policies and rules take ${name} to be of ${said(after.team)} instead of ${said(before.team)}.`],
  },
  {
    id: "agent.ownSelf",
    means: "Somebody makes themselves the one who answers for an agent",
    found: ({ name, by, before, after }) => {
      const had = before.ownerId === by || before.backupOwnerId === by;
      const has = after.ownerId === by || after.backupOwnerId === by;
      return by !== null && has && !had ? [`Whoever asks would decide calls of ${name} that wait for its owners.`] : [];
    },
  },
];

type ToolWay = Way<Facts["tool"]>;
const each =
  (found: (tool: Facts["tool"][number]) => string | null): ToolWay["found"] =>
  (tools) =>
    tools.flatMap((tool) => (tool.reached ? (found(tool) ?? []) : []));

/** Where no policy in force can permit it, nothing is let through by approving it. */
export const toolWays: readonly ToolWay[] = [
  {
    id: "tool.opened",
    means: "A tool that policies in force permit, and that nobody had approved, can be called",
    found: each(({ name, before }) =>
      before.state === "none" || before.state === "waiting"
        ? `${name} was not approved yet, and policies in force permit it.`
        : null,
    ),
  },
  {
    id: "tool.unblocked",
    means: "A tool that was blocked can be called again",
    found: each(({ name, before }) => (before.state === "blocked" ? `${name} is blocked no longer.` : null)),
  },
  {
    id: "tool.repinned",
    means: "Another definition of a tool is taken than the one that was approved",
    found: each(({ name, before, after }) =>
      before.state === "changed" || (before.state === "approved" && before.definition !== after.definition)
        ? `${name} is taken by another definition than the one that was approved.`
        : null,
    ),
  },
  {
    id: "tool.class",
    means: "A tool is taken for something else",
    found: each(({ name, before, after }) =>
      before.operationClass !== null && before.operationClass !== after.operationClass
        ? `${name} is taken for ${after.operationClass} instead of ${before.operationClass}.`
        : null,
    ),
  },
  {
    id: "tool.reversibility",
    means: "What a tool does is stated to be easier to undo",
    found: each(({ name, before, after }) => {
      const order = ["reversible", "compensable", "irreversible"];
      return before.state !== "none" && order.indexOf(after.reversibility) < order.indexOf(before.reversibility)
        ? `${name} is stated to be ${after.reversibility} instead of ${before.reversibility}.`
        : null;
    }),
  },
];

const decides = (role: string): boolean => decidingRoles.includes(role);

export const personWays: readonly Way<Facts["person"]>[] = [
  {
    id: "person.roles",
    means: "Somebody gets a role that changes or decides",
    found: ({ name, before, after }) =>
      after.roles
        .filter((role) => decides(role) && !before.roles.includes(role))
        .map((role) => `${name} may act as ${role}, and could not before.`),
  },
  {
    id: "person.units",
    means: "Somebody's roles hold for more teams",
    found: ({ name, before, after }) => {
      const kept = after.roles.some((role) => decides(role) && before.roles.includes(role));
      const wider =
        before.units.length > 0 && (after.units.length === 0 || after.units.some((one) => !before.units.includes(one)));
      return kept && wider
        ? [
            `The roles of ${name} hold for ${after.units.length === 0 ? "the whole organisation" : after.units.join(", ")}.`,
          ]
        : [];
    },
  },
];

export const teamWays: readonly Way<Facts["team"]>[] = [
  {
    id: "team.members",
    means: "Somebody joins a team that checkpoint rules ask",
    found: ({ name, added, rules }) =>
      rules.length === 0
        ? []
        : added.map((one) => `${one} may decide what ${rules.map((rule) => `“${rule}”`).join(", ")} asks of ${name}.`),
  },
];

type ProviderWay = Way<Facts["provider"]>;
export const providerWays: readonly ProviderWay[] = [
  {
    id: "provider.vouches",
    means: "Another provider, or another application there, says who people are",
    found: ({ before, after }) =>
      before?.issuer === after.issuer && before.clientId === after.clientId
        ? []
        : [`People come in as whomever ${after.issuer} says they are${before ? `, instead of ${before.issuer}` : ""}.`],
  },
  {
    id: "provider.trustsMore",
    means: "A provider is trusted with more people, or on less",
    found: ({ before, after }) => {
      if (before === null) return [];
      const domains = after.domains.filter((one) => !before.domains.includes(one));
      return [
        ...domains.map((one) => `People of ${one} come in through it.`),
        ...(after.trustsAddress && !before.trustsAddress
          ? ["Its e-mail addresses are trusted although unverified."]
          : []),
        ...(after.newcomerRole !== null && decides(after.newcomerRole) && after.newcomerRole !== before.newcomerRole
          ? [`Newcomers become ${after.newcomerRole}.`]
          : []),
        ...(after.groupsClaim !== null && after.groupsClaim !== before.groupsClaim
          ? ["Groups, and with them roles, are read from another claim."]
          : []),
      ];
    },
  },
  {
    id: "provider.groupRoles",
    means: "A group gives a role that changes or decides",
    found: ({ groups: { before, after } }) =>
      after
        .filter(({ group, role }) => decides(role) && !before.some((one) => one.group === group && one.role === role))
        .map(({ group, role }) => `Whoever is in the group ${group} becomes ${role}.`),
  },
];

export const directoryWays: readonly Way<Facts["directory"]>[] = [
  {
    id: "directory.connected",
    means: "A directory makes and ends accounts, and says who is in which group",
    found: ({ name, role }) => [
      `${name} makes and ends accounts, and says who is in groups that give roles.${role ? ` Who is new becomes ${role}.` : ""}`,
    ],
  },
];
