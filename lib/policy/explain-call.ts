import type { Call } from "@/lib/activity/contract";
import { getCall } from "@/lib/activity/get-call";
import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Decision } from "@/sdk/wire/decision";
import { type InForce, policySetOf } from "./current-policy-set";
import { explain } from "./why/explain";
import { policiesAbout } from "./why/judge";
import type { Question } from "./why/question";
import { valuesRead } from "./why/values-read";
import { type Explanation, explainCallOp } from "./why-contract";
import { argumentsOf, namedHere, namedInRecord } from "./why-rows";

const NO_SEARCH = { evaluations: 0, depth: 0, complete: true };

export const explainCall = query(explainCallOp, async (ctx, { id }) => {
  const call = await getCall(ctx, { id });
  const decision = recordedDecision(call);
  const told = { decision, policies: await namedInRecord(ctx, decision.policies), values: [], changes: [] };
  const bundle = await bundleOf(ctx, decision.revision);
  if (!bundle) {
    const untold =
      decision.revision === 0 ? "No bundle was in force" : `Revision ${decision.revision} is not kept here`;
    return { ...told, untold: [`${untold}, so it cannot be worked out again.`], search: NO_SEARCH };
  }
  const { content, revision, set } = bundle;
  const { args, shown, untold } = argumentsOf(call, policiesAbout(content, call.tool, set));
  const question = await questionOf(ctx, call, { content, revision }, args ?? shown ?? {});
  if (!args) {
    const determined = content.policies.filter((policy) => decision.policies.includes(policy.id));
    return {
      ...told,
      policies: await namedHere(
        ctx,
        determined.map((policy) => ({ policy, determined: true })),
      ),
      values: shown ? valuesRead(question, determined) : withoutArguments(valuesRead(question, determined)),
      ...{ untold, search: NO_SEARCH },
    };
  }
  const { named, ...again } = explain(question, set);
  if (again.decision.effect !== decision.effect || again.decision.code !== decision.code)
    return { ...told, untold: [...untold, whyOtherwise(again.decision, untold.length > 0)], search: NO_SEARCH };
  const policies = await namedHere(ctx, named);
  return { ...again, policies, decision: { ...decision, rules: again.decision.rules }, untold };
});

function recordedDecision({ source, effect, code, reason, policies, observed, revision }: Call): Decision {
  if (source !== "point" || effect === null || code === null)
    throw new Refusal("conflict", "No enforcement point decided this call, so there is no decision to explain.");
  return { effect, code, reason, policies, rules: [], observed, revision: revision ?? 0 };
}

async function bundleOf(ctx: Ctx, revision: number): Promise<InForce | null> {
  if (revision === 0) return null;
  const where = { orgId_revision: { orgId: ctx.orgId, revision } };
  const kept = await ctx.db.bundle.findUnique({ where, select: { revision: true } });
  return kept && policySetOf(ctx, revision);
}

/** As the point asked it: by the time of the call, with the rules that people had met for it. */
async function questionOf(
  ctx: Ctx,
  call: Call,
  bundle: Pick<Question, "content" | "revision">,
  args: Question["request"]["arguments"],
): Promise<Question> {
  const asked = call.checkpointId
    ? await ctx.db.checkpoint.findFirst({
        where: { orgId: ctx.orgId, id: call.checkpointId },
        select: { rules: true },
      })
    : null;
  return {
    ...bundle,
    request: {
      ...{ agentId: call.agentId, tool: call.tool, arguments: args, chain: call.chain },
      ...(call.onBehalfOf === null ? {} : { onBehalfOf: call.onBehalfOf }),
    },
    options: {
      now: Date.parse(call.at),
      ...(call.effect === "allow" && asked ? { lifted: asked.rules } : {}),
      // The record does not say how the tool was defined, only that it was not as approved.
      ...(call.code === "tool_pin_changed" ? { seenPin: "another" } : {}),
    },
  };
}

const withoutArguments = (values: Explanation["values"]): Explanation["values"] =>
  values.map((one) => (one.name.startsWith("context.args") ? { ...one, value: null, redacted: true } : one));

const effectWords = { allow: "allowed", deny: "denied", hold: "held" } as const;

function whyOtherwise({ effect, code, reason }: Decision, redacted: boolean): string {
  if (redacted && code === "arguments_invalid")
    return "What stands in place of the redacted values does not fit the tool's schema, so no change was tried.";
  return `The policies alone do not explain it: by the revision that decided, and what is recorded, it would be ${effectWords[effect]}. ${reason} Something besides the policies made the difference, as the reason in the record says, so no change of them was tried.`;
}
