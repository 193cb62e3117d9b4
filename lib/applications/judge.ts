/**
 * Decides a question about an application. Total: whatever goes wrong is a no with its reason. Pure.
 *
 * A forbid beats every permit, and without a permit nothing is allowed. A policy that cannot be evaluated denies, whatever it would
 * have said: it may be the one that forbids.
 */

import type { JsonObject } from "@/sdk/canonical";
import { EvaluationFailure } from "@/sdk/cedar/failure";
import { objectionTo } from "@/sdk/cedar/plain-json";
import type { Environment } from "@/sdk/cedar/term";
import { asBoolean, Entity, PlainRecord, type RecordValue } from "@/sdk/cedar/values";
import type { CompiledPolicy } from "./compile-policies";
import { JsonRecord, LayeredRecord } from "./json-value";
import type { ApplicationStore } from "./load-entities";

export type LoadedApplication = {
  id: string;
  title: string;
  version: number;
  subjectTypes: readonly string[];
  resourceTypes: readonly string[];
  actions: readonly string[];
  anySubject: boolean;
  policies: readonly CompiledPolicy[];
  store: ApplicationStore;
};

type Named = { type: string; id: string; properties?: JsonObject | undefined };
export type AskedOf = {
  subject: Named;
  action: { name: string; properties?: JsonObject | undefined };
  resource: Named;
  context?: JsonObject | undefined;
};
export type Verdict = { decision: boolean; reason: string; message: string; policies: string[] };

const NOTHING: PlainRecord = new PlainRecord(new Map());

export function judgeApplication(app: LoadedApplication, asked: AskedOf): Verdict {
  const objection = objectionIn(app, asked);
  if (objection) return objection;
  const { subject, action, resource, context = {} } = asked;
  const principal = entityOf(app.store, subject);
  const same = subject.type === resource.type && subject.id === resource.id;
  const object = same ? principal : entityOf(app.store, resource);
  const members = new Map<string, RecordValue>([
    ["action", new JsonRecord(action.properties ?? {}, null)],
    ["request", new JsonRecord(context, null)],
  ]);
  const call: Environment = {
    principal,
    action: app.store.find("Action", action.name) ?? new Entity("Action", action.name),
    resource: object,
    context: new PlainRecord(members),
    args: NOTHING,
  };
  // What the data hold has the say over what the caller tells; the callers' words last for this question only.
  const held = [principal.attributes, object.attributes] as const;
  principal.attributes = withTold(principal, subject.properties);
  object.attributes = withTold(object, resource.properties);
  try {
    return weigh(app, call);
  } finally {
    [principal.attributes, object.attributes] = held;
  }
}

const deny = (reason: string, message: string, policies: string[] = []): Verdict => ({
  decision: false,
  reason,
  message,
  policies,
});

function objectionIn({ title, actions, anySubject, store, ...app }: LoadedApplication, asked: AskedOf): Verdict | null {
  const { subject, action, resource, context = {} } = asked;
  if (!app.subjectTypes.includes(subject.type))
    return deny("unknown_subject", `${title} knows no subjects of the type "${subject.type}".`);
  if (!app.resourceTypes.includes(resource.type))
    return deny("unknown_resource", `${title} knows no resources of the type "${resource.type}".`);
  if (!actions.includes(action.name)) return deny("unknown_action", `${title} knows no action "${action.name}".`);
  if (!anySubject && !store.holds(subject.type, subject.id))
    return deny("unknown_subject", `The data of ${title} hold no ${subject.type} of that id.`);
  for (const told of [subject.properties, action.properties, resource.properties, context]) {
    const objection = objectionTo(told ?? {});
    if (objection !== null)
      return deny("properties_unrepresentable", `The question cannot be judged: it has ${objection}.`);
  }
  return null;
}

function entityOf(store: ApplicationStore, { type, id }: Named): Entity {
  return store.find(type, id) ?? new Entity(type, id);
}

function withTold({ attributes }: Entity, properties: JsonObject | undefined): RecordValue | null {
  if (!properties) return attributes;
  const told = new JsonRecord(properties, null);
  return attributes ? new LayeredRecord([attributes, told]) : told;
}

function weigh({ policies, title }: LoadedApplication, call: Environment): Verdict {
  const satisfied = { permit: [] as string[], forbid: [] as string[] };
  const failures: { id: string; why: string }[] = [];
  for (const { id, effect, condition } of policies) {
    try {
      if (asBoolean(condition(call))) satisfied[effect].push(id);
    } catch (failure) {
      failures.push({ id, why: failure instanceof EvaluationFailure ? failure.message : "its evaluation broke off" });
    }
  }
  const [failed] = failures;
  if (satisfied.forbid.length > 0)
    return deny("policy_denied", `Forbidden by ${listed(satisfied.forbid)} of ${title}.`, satisfied.forbid);
  if (failed)
    return deny(
      "evaluation_error",
      `The policy "${failed.id}" of ${title} cannot be evaluated: ${failed.why}.`,
      failures.map(({ id }) => id),
    );
  if (satisfied.permit.length === 0) return deny("no_permit", `No policy of ${title} permits it.`);
  return {
    decision: true,
    reason: "permitted",
    message: `Permitted by ${listed(satisfied.permit)} of ${title}.`,
    policies: satisfied.permit,
  };
}

const listed = (ids: readonly string[]): string => {
  const few = ids.slice(0, 5).map((id) => `"${id}"`);
  return ids.length > few.length ? `${few.join(", ")} and ${ids.length - few.length} more` : few.join(", ");
};
