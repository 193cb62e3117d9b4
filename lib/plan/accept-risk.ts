import { command } from "@/lib/audit/command";
import type { Ctx } from "@/lib/db/ctx";
import type { Plan as PlanRow } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { invalid } from "./check-task";
import { acceptRiskOp, type GateItem } from "./gate-contract";
import { readGateFacts } from "./gate-facts";
import { forgetLook } from "./gate-look";
import { itemKey, itemsOf } from "./gate-rules";
import { requirements } from "./requirements";
import { acceptanceOf, dateOf, lockActivePlan, planTarget, standingAcceptances } from "./rows";
import { addDays, type Day, dayIn, LONGEST_ACCEPTANCE_DAYS } from "./rules";

export const acceptRisk = command(acceptRiskOp, async (tx, { requirement, itemKind, itemId, untilOn, reason }) => {
  const { actor } = tx;
  if (actor.kind !== "user")
    throw new Refusal("forbidden", "A risk is carried by a person with a name: sign in to the console.");
  const plan = await lockActivePlan(tx);
  const today = dayIn(plan.timeZone, tx.now);
  checkEnd(untilOn, today);
  const key = itemKey({ kind: itemKind, id: itemId });
  const item = await failingItem(tx, plan, { requirement, key, today, now: tx.now });
  const about = { orgId: tx.orgId, planId: plan.id, requirement, item: key };
  // One whose time is over stands in the way of no new one, and its record says how it ended.
  await tx.db.planAcceptance.updateMany({
    where: { ...about, endedAt: null },
    data: { endedAt: tx.now, endReason: "its end had come" },
  });
  const id = newId("planAcceptance", tx.now.getTime());
  const row = await tx.db.planAcceptance.create({
    data: {
      ...about,
      id,
      itemName: item.name,
      reason,
      untilOn: dateOf(untilOn),
      byId: actor.id,
      byName: actor.name,
      at: tx.now,
    },
  });
  await forgetLook(tx, plan.id);
  return {
    result: acceptanceOf(row),
    event: {
      action: "risk.accepted",
      target: planTarget(plan),
      detail: {
        acceptance: id,
        requirement,
        item: key,
        name: item.name,
        failing: item.why,
        until: untilOn,
        why: reason,
      },
    },
  };
});

function checkEnd(untilOn: Day, today: Day): void {
  if (untilOn < today) throw invalid("untilOn", `${untilOn} is past: in the plan's time zone it is ${today}.`);
  if (untilOn > addDays(today, LONGEST_ACCEPTANCE_DAYS))
    throw invalid(
      "untilOn",
      `A risk is accepted for ${LONGEST_ACCEPTANCE_DAYS} days at most; then it is looked at again.`,
    );
}

type About = { requirement: string; key: string; today: Day; now: Date };

/** Only what fails now, or cannot be measured, can be accepted: nobody accepts in advance. */
async function failingItem(ctx: Ctx, plan: PlanRow, { requirement, key, today, now }: About): Promise<GateItem> {
  const known = requirements.find(({ id }) => id === requirement);
  if (!known) throw invalid("requirement", `No gate asks for ${requirement}.`);
  const acceptances = await standingAcceptances(ctx, plan.id, today);
  const { items } = itemsOf(known, await readGateFacts(ctx, now), acceptances, now);
  const item = items.find((one) => itemKey(one) === key);
  if (!item) throw new Refusal("conflict", `“${known.title}” does not fail for this any more. Nothing was accepted.`);
  if (item.acceptance)
    throw new Refusal(
      "conflict",
      `${item.acceptance.byName} carries this risk until ${item.acceptance.untilOn} already.`,
    );
  return item;
}
