/** A rule as the guided form asks for it, and the Cedar that it stands for. Pure, browser-safe. */
import { z } from "zod";
import { DataClass, Environment } from "@/lib/inventory/contract";
import { OperationClass, RiskTier } from "@/sdk/wire/words";

const Name = z.string().min(1).max(300);

/** What must hold of one argument; only of a rule about a single tool, whose arguments are typed. */
export const ArgumentLimit = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("integer"),
    argument: z.string().regex(/^[A-Za-z_]\w{0,99}$/),
    optional: z.boolean(),
    test: z.enum(["above", "atLeast", "below", "atMost", "is", "isNot"]),
    value: z.int(),
  }),
  z.strictObject({
    kind: z.literal("number"),
    argument: z.string().regex(/^[A-Za-z_]\w{0,99}$/),
    optional: z.boolean(),
    test: z.enum(["above", "atLeast", "below", "atMost"]),
    /** As Cedar's decimals are written: 1 to 4 digits after the point. */
    value: z.string().regex(/^-?\d{1,14}\.\d{1,4}$/, "a number such as 500.00"),
  }),
  z.strictObject({
    kind: z.literal("text"),
    argument: z.string().regex(/^[A-Za-z_]\w{0,99}$/),
    optional: z.boolean(),
    /** `fits`: a star stands for anything. */
    test: z.enum(["is", "isNot", "fits", "fitsNot"]),
    value: z.string().max(500),
  }),
]);
export type ArgumentLimit = z.infer<typeof ArgumentLimit>;

const Terms = z.strictObject({
  outcome: z.enum(["allow", "deny", "hold"]),
  /** The checkpoint rule of a hold. */
  checkpoint: z.string().nullable(),
  /** Agents by id and teams by name: whoever is one of them. Both empty: every agent. */
  agents: z.array(Name).max(50),
  teams: z.array(Name).max(50),
  /** And of one of these. Empty: of any. */
  environments: z.array(Environment),
  tiers: z.array(RiskTier),
  /** And that may touch one of these. */
  dataClasses: z.array(DataClass),
  /** Any of these tools, or a tool of one of these classes. Both empty: every tool. */
  tools: z.array(Name).max(100),
  classes: z.array(OperationClass),
  /** Of this server; null: of any. */
  server: Name.nullable(),
  limits: z.array(ArgumentLimit).max(10),
  /** References of the compliance catalogue that it is about. */
  controls: z.array(z.string().regex(/^[A-Za-z0-9][\w./()-]{0,99}$/, "a reference such as eu-ai-act/art-14")).max(20),
});

export const GuidedRule = Terms.refine(
  ({ limits, tools, classes }) => limits.length === 0 || isOneTool(tools, classes),
  {
    path: ["limits"],
    message: "arguments can be limited only where the rule is about a single tool",
  },
).refine(({ outcome, checkpoint }) => (outcome === "hold") === (checkpoint !== null && checkpoint !== ""), {
  path: ["checkpoint"],
  message: "a held call names a checkpoint rule",
});
export type GuidedRule = z.infer<typeof GuidedRule>;

export const isOneTool = (tools: readonly string[], classes: readonly string[]): boolean =>
  tools.length === 1 && classes.length === 0;

export const emptyRule: GuidedRule = {
  outcome: "deny",
  checkpoint: null,
  agents: [],
  teams: [],
  environments: [],
  tiers: [],
  dataClasses: [],
  tools: [],
  classes: [],
  server: null,
  limits: [],
  controls: [],
};

/** Cedar's own escapes: JSON's differ for what cannot be seen. */
export const cedarString = (text: string): string =>
  `"${text.replace(/[\\"]/g, "\\$&").replace(/\p{C}/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)}"`;

const entity = (type: string) => (id: string) => `${type}::${cedarString(id)}`;
const list = (items: readonly string[]) => `[${items.join(", ")}]`;

export function writeRule(rule: GuidedRule): string {
  const about = rule.controls.length === 0 ? "" : `@control(${cedarString(rule.controls.join(", "))})\n`;
  const head = rule.checkpoint === null ? about : `${about}@checkpoint(${cedarString(rule.checkpoint)})\n`;
  const scope = [principalOf(rule), actionOf(rule), resourceOf(rule)];
  const conditions = conditionsOf(rule);
  const when = conditions.length === 0 ? "" : `\nwhen {\n  ${conditions.join(" &&\n  ")}\n}`;
  return `${head}${rule.outcome === "allow" ? "permit" : "forbid"} (\n  ${scope.join(",\n  ")}\n)${when};\n`;
}

function principalOf({ agents, teams }: GuidedRule): string {
  if (agents.length + teams.length !== 1) return "principal";
  return agents[0] === undefined
    ? `principal in ${entity("Team")(teams[0] ?? "")}`
    : `principal == ${entity("Agent")(agents[0])}`;
}

function actionOf({ tools, classes }: GuidedRule): string {
  const all = [...tools, ...classes].map(entity("Action"));
  if (all.length === 0) return "action";
  if (all.length > 1) return `action in ${list(all)}`;
  return `action ${tools.length === 1 ? "==" : "in"} ${all[0]}`;
}

const resourceOf = ({ server }: GuidedRule): string =>
  server === null ? "resource" : `resource == ${entity("Server")(server)}`;

function conditionsOf(rule: GuidedRule): string[] {
  const { agents, teams } = rule;
  const within = (type: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`principal in ${list(ids.map(entity(type)))}`];
  const who = agents.length + teams.length > 1 ? [...within("Agent", agents), ...within("Team", teams)] : [];
  return [
    ...(who.length > 1 ? [`(${who.join(" || ")})`] : who),
    ...within("Environment", rule.environments),
    ...within("RiskTier", rule.tiers),
    ...(rule.dataClasses.length > 0
      ? [`principal.dataClasses.containsAny(${list(rule.dataClasses.map(cedarString))})`]
      : []),
    ...rule.limits.flatMap(limitOf),
  ];
}

const signs = { above: ">", atLeast: ">=", below: "<", atMost: "<=", is: "==", isNot: "!=" } as const;
const methods = {
  above: "greaterThan",
  atLeast: "greaterThanOrEqual",
  below: "lessThan",
  atMost: "lessThanOrEqual",
} as const;

/** An argument that may be left out is asked for first: reading what is not there is an error, and so a denial. */
function limitOf(limit: ArgumentLimit): string[] {
  const value = `context.args.${limit.argument}`;
  const has = limit.optional ? [`context.args has ${limit.argument}`] : [];
  return [...has, comparison(value, limit)];
}

function comparison(value: string, limit: ArgumentLimit): string {
  switch (limit.kind) {
    case "integer":
      return `${value} ${signs[limit.test]} ${limit.value}`;
    case "number":
      return `${value}.${methods[limit.test]}(decimal(${cedarString(limit.value)}))`;
    case "text": {
      if (limit.test === "fits") return `${value} like ${cedarString(limit.value)}`;
      if (limit.test === "fitsNot") return `!(${value} like ${cedarString(limit.value)})`;
      return `${value} ${signs[limit.test]} ${cedarString(limit.value)}`;
    }
  }
}
