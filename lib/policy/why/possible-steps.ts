/** What could differ about a call: candidates only, since each is tried before anything is said of it. Pure. */
import { attributesRead } from "@/lib/changes/implies";
import { Autonomy, DataClass, Environment, Provider } from "@/lib/inventory/contract";
import type { BundleAgent, BundlePolicy } from "@/sdk/wire/bundle";
import type { Decision } from "@/sdk/wire/decision";
import { RiskTier } from "@/sdk/wire/words";
import { argumentChoices } from "../call-regions";
import { literalsOf } from "../call-samples";
import type { Step } from "../why-contract";
import type { Judge } from "./judge";
import { groupsNamed, textsIn } from "./named-in";

const MOST_POLICIES = 30;
const MOST_VALUES = 40;
const MOST_TEXTS = 6;

/** In the order in which they are tried: what a person would ask first comes first. */
export function possibleSteps(judge: Judge, decision: Decision): Step[] {
  const { content, request } = judge.question;
  const inForce = judge.policies.filter(({ mode }) => mode === "enforce");
  const applying = judge.applying();
  const rules = new Set([...decision.rules, ...applying.flatMap(({ checkpoint }) => checkpoint ?? [])]);
  const caller = content.agents.find(({ id }) => id === request.agentId);
  return [
    ...[...rules].map((rule): Step => ({ kind: "met", rule })),
    ...policySteps(judge, applying),
    ...argumentSteps(judge, inForce),
    ...otherSteps(judge, inForce),
    ...(request.chain ?? []).flatMap((id) => activeAgain(content.agents.find((one) => one.id === id))),
    ...(caller ? [...activeAgain(caller), ...agentSteps(caller, inForce)] : []),
    ...content.agents
      .filter(({ id, status }) => status === "active" && id !== request.agentId)
      .map(({ id, name }): Step => ({ kind: "principal", agentId: id, agentName: name })),
    ...(caller?.status === "active" ? [agentStep(caller, "status", "suspended")] : []),
  ];
}

function policySteps({ policies }: Judge, applying: readonly { id: string }[]): Step[] {
  const titles = new Map(policies.map(({ id, title }) => [id, title]));
  return applying
    .slice(0, MOST_POLICIES)
    .map(({ id }): Step => ({ kind: "withoutPolicy", policy: id, title: titles.get(id) ?? id }));
}

function argumentSteps({ question }: Judge, policies: readonly BundlePolicy[]): Step[] {
  const { content, request } = question;
  const [tool] = content.tools;
  if (!tool) return [];
  const steps = [...argumentChoices(tool, policies)].flatMap(([name, { values, optional }]) => {
    const now = Object.hasOwn(request.arguments, name) ? JSON.stringify(request.arguments[name]) : null;
    const all = [...values.map((value) => JSON.stringify(value)), ...(optional ? [null] : [])];
    return [...new Set(all)].filter((value) => value !== now).map((value): Step => ({ kind: "argument", name, value }));
  });
  return steps.slice(0, MOST_VALUES);
}

function otherSteps({ question }: Judge, policies: readonly BundlePolicy[]): Step[] {
  const { request, options, content } = question;
  const steps: Step[] = [];
  if ((request.chain ?? []).length > 0) steps.push({ kind: "direct" });
  const pin = content.tools[0]?.pin ?? null;
  if (pin !== null && options.seenPin !== undefined && options.seenPin !== pin) steps.push({ kind: "asApproved" });
  const reading = policies.filter(({ cedar }) => attributesRead(cedar).has("onBehalfOf"));
  if (reading.length === 0) return steps;
  const texts = literalsOf(reading).texts.slice(0, MOST_TEXTS);
  const values = [...texts.map((text) => JSON.stringify(text)), null];
  const now = request.onBehalfOf === undefined ? null : JSON.stringify(request.onBehalfOf);
  return [...steps, ...values.filter((value) => value !== now).map((value): Step => ({ kind: "onBehalfOf", value }))];
}

const activeAgain = (agent: BundleAgent | undefined): Step[] =>
  agent && agent.status !== "active" ? [agentStep(agent, "status", "active")] : [];

type Attribute = Extract<Step, { kind: "agent" }>["attribute"];
const agentStep = ({ id, name }: BundleAgent, attribute: Attribute, value: string): Step => ({
  ...{ kind: "agent", agentId: id, agentName: name },
  ...{ attribute, value },
});

/** Only what some policy about the tool reads can matter. */
function agentSteps(agent: BundleAgent, policies: readonly BundlePolicy[]): Step[] {
  const read = new Set(policies.flatMap(({ cedar }) => [...attributesRead(cedar), ...groupsNamed(cedar)]));
  const named = [...new Set(policies.flatMap(({ cedar }) => textsIn(cedar)))];
  const values: [Attribute, readonly string[]][] = [
    ["team", named],
    ["riskTier", RiskTier.options],
    ["environment", Environment.options],
    ["autonomy", Autonomy.options],
    ["provider", Provider.options],
    ["framework", named],
  ];
  const single = values.flatMap(([attribute, options]) => {
    if (!read.has(attribute)) return [];
    const wanted = options === named ? options : options.filter((one) => named.includes(one) || options.length <= 4);
    return wanted
      .filter((value) => value !== agent[attribute as keyof BundleAgent])
      .slice(0, MOST_TEXTS)
      .map((value) => agentStep(agent, attribute, value));
  });
  if (!read.has("dataClasses")) return single;
  const sets = DataClass.options
    .filter((one) => named.includes(one))
    .map((one) =>
      agent.dataClasses.includes(one)
        ? agent.dataClasses.filter((other) => other !== one)
        : [...agent.dataClasses, one].sort(),
    );
  return [...single, ...sets.map((set) => agentStep(agent, "dataClasses", set.join(", ")))];
}
