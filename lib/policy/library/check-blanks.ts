/** Whether what was filled in fits an entry and the inventory of the moment. Pure. */
import { plainName } from "@/lib/shared/plain-name";
import { argumentsType } from "@/sdk/cedar/arguments";
import type { BundleContent, BundleTool } from "@/sdk/wire/bundle";
import type { Asks, Blanks, LibraryProblem } from "../library-contract";
import type { Entry, KnownArgument } from "./entry";

export type Inventory = Pick<BundleContent, "agents" | "tools">;
/** How many different people each checkpoint rule asks for. */
export type PeopleOf = ReadonlyMap<string, number>;
type Tell = (path: keyof Blanks, message: string) => void;

export function problemsOf({ asks }: Entry, blanks: Blanks, inventory: Inventory, rules: PeopleOf): LibraryProblem[] {
  const problems: LibraryProblem[] = [];
  const tell: Tell = (path, message) => problems.push({ path, message });
  refuseUnasked(asks, blanks, tell);
  checkWho(asks, blanks, inventory, tell);
  checkTools(asks, blanks, inventory, tell);
  checkArgument(asks, blanks, inventory, tell);
  checkPlace(asks, blanks, inventory, tell);
  if (asks.checkpoint) checkRule(asks.checkpoint.people, blanks, rules, tell);
  return problems;
}

function refuseUnasked(asks: Asks, blanks: Blanks, tell: Tell): void {
  const has: Record<keyof Blanks, boolean> = {
    agents: asks.who !== null,
    teams: asks.who !== null,
    environments: asks.environments,
    dataClasses: asks.dataClasses,
    tools: asks.tools !== null,
    classes: asks.classes !== null,
    server: asks.server,
    argument: asks.argument !== null,
    limit: asks.limit !== null,
    patterns: asks.patterns,
    checkpoint: asks.checkpoint !== null,
  };
  for (const path of Object.keys(has) as (keyof Blanks)[]) {
    const value = blanks[path];
    const filled = Array.isArray(value) ? value.length > 0 : value !== null;
    if (filled && !has[path]) tell(path, "This policy has no such blank.");
  }
}

function checkWho(asks: Asks, { agents, teams }: Blanks, inventory: Inventory, tell: Tell): void {
  if (asks.who === "some" && agents.length + teams.length === 0) tell("agents", "Name at least one agent or team.");
  if (new Set(agents).size < agents.length) tell("agents", "An agent is named twice.");
  if (new Set(teams).size < teams.length) tell("teams", "A team is named twice.");
  const known = new Map(inventory.agents.map((agent) => [agent.id, agent]));
  for (const id of agents) {
    const agent = known.get(id);
    if (!agent) tell("agents", `There is no agent ${plainName(id)}.`);
    else if (agent.status === "retired") tell("agents", `The agent ${plainName(agent.name)} is retired.`);
  }
  const here = new Set(inventory.agents.map(({ team }) => team));
  for (const team of teams) if (!here.has(team)) tell("teams", `No agent is of the team ${plainName(team)}.`);
}

function checkTools(asks: Asks, blanks: Blanks, { tools }: Inventory, tell: Tell): void {
  if (asks.tools) {
    const { most, classes } = asks.tools;
    if (blanks.tools.length === 0) tell("tools", "Name the tool.");
    if (blanks.tools.length > most) tell("tools", `At most ${most} can be named.`);
    if (new Set(blanks.tools).size < blanks.tools.length) tell("tools", "A tool is named twice.");
    for (const id of blanks.tools) {
      const tool = tools.find((one) => one.id === id);
      if (!tool) tell("tools", `${plainName(id)} is not an approved tool of the inventory.`);
      else if (classes.length > 0 && !classes.includes(tool.operationClass))
        tell(
          "tools",
          `${plainName(id)} is of the class ${tool.operationClass}, and this is about ${classes.join(", ")}.`,
        );
    }
  }
  if (asks.classes && blanks.classes.length === 0) tell("classes", "Choose at least one class.");
}

function checkArgument(asks: Asks, blanks: Blanks, { tools }: Inventory, tell: Tell): void {
  if (asks.argument === null) return;
  const tool = tools.find(({ id }) => id === blanks.tools[0]);
  const known = tool && blanks.argument !== null ? argumentOf(tool, blanks.argument) : null;
  if (blanks.argument === null) tell("argument", "Name the argument.");
  else if (tool && (!known || (known.kind === "text") !== (asks.argument === "text")))
    tell("argument", `${plainName(tool.id)} has no argument ${plainName(blanks.argument)} that is a ${asks.argument}.`);
  if (asks.patterns && blanks.patterns.length === 0) tell("patterns", "Name at least one.");
  if (asks.limit) checkLimit(asks.limit, blanks.limit, known, tell);
}

type Bounds = NonNullable<Asks["limit"]>;

function checkLimit({ least, most }: Bounds, limit: number | null, known: KnownArgument | null, tell: Tell): void {
  if (limit === null) tell("limit", "Give the limit.");
  else if (!(limit >= least && limit <= most))
    tell("limit", `The limit is from ${least} to ${most.toLocaleString("en-GB")}.`);
  else if (known?.kind === "integer" && !Number.isSafeInteger(limit))
    tell("limit", "The tool takes whole numbers only, so the limit is one.");
  else if (Number(limit.toFixed(4)) !== limit) tell("limit", "At most four digits after the point.");
}

function checkPlace(asks: Asks, blanks: Blanks, { tools }: Inventory, tell: Tell): void {
  if (asks.environments && blanks.environments.length === 0) tell("environments", "Choose at least one environment.");
  if (asks.dataClasses && blanks.dataClasses.length === 0) tell("dataClasses", "Choose at least one kind of data.");
  if (!asks.server) return;
  if (blanks.server === null) tell("server", "Choose the server.");
  else if (!tools.some(({ server }) => server === blanks.server))
    tell("server", `No approved tool is of the server ${plainName(blanks.server)}.`);
}

function checkRule(least: number, { checkpoint }: Blanks, rules: PeopleOf, tell: Tell): void {
  const people = checkpoint === null ? undefined : rules.get(checkpoint);
  if (checkpoint === null) tell("checkpoint", "Choose the checkpoint rule that says who is asked.");
  else if (people === undefined) tell("checkpoint", `There is no checkpoint rule named ${checkpoint}.`);
  else if (people < least)
    tell(
      "checkpoint",
      `${checkpoint} asks ${people === 1 ? "one person" : `${people} people`}, and this needs ${least}.`,
    );
}

/** As a policy can read it; null when it cannot. */
export function argumentOf(tool: BundleTool, name: string): KnownArgument | null {
  const member = argumentsType(tool.inputSchema).members.get(name);
  const kind = member && { Long: "integer" as const, decimal: "number" as const, String: "text" as const };
  const known = member && kind && (kind as Record<string, KnownArgument["kind"]>)[member.type.kind];
  return known && /^[A-Za-z_]\w{0,99}$/.test(name) ? { argument: name, optional: !member.required, kind: known } : null;
}
