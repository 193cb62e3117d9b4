/** Each act in the table of those that take two people: it waits, whoever asked cannot confirm it, and somebody else can. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { beginConfirmation } from "@/lib/changes/begin-confirmation";
import { getChange } from "@/lib/changes/get-change";
import { confirmAs, passkeyOf, proposedBy, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { accessCases } from "./testing/weakenings-access";
import { policyCases } from "./testing/weakenings-policy";
import { watchCases } from "./testing/weakenings-watch";
import { takesTwo } from "./weakening-acts";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet("Weakened by two");
  await passkeyOf(fleet, "admin");
});

/** The last ones change what is in force. */
const weakeningCases = { ...accessCases, ...watchCases, ...policyCases };
const acts = Object.keys(weakeningCases);

test("every act of the table has a case", () => {
  expect(acts.sort()).toEqual(Object.keys(takesTwo).sort());
});

describe.each(Object.entries(weakeningCases))("%s", (id, arrange) => {
  test("waits for a second person with a passkey where it weakens, and for nobody where it does not", async () => {
    const { weaken, state, stricter } = await arrange(fleet);
    const before = await state();
    const change = await proposedBy(weaken("it is needed"));
    if (!change) throw new Error("one person was enough");
    expect(await state(), "before anybody confirms it").toEqual(before);

    const shown = await getChange(fleet.ctx, { id: change.id });
    expect(shown).toMatchObject({ status: "proposed", kind: takesTwo[id], confirmers: ["The security"] });
    expect(shown.weakenings.length).toBeGreaterThan(0);
    expect(shown.texts.length).toBeGreaterThan(0);

    const own = beginConfirmation(fleet.ctx, { id: change.id, digest: change.digest });
    await expect(own, "whoever asked").rejects.toMatchObject({ code: "forbidden" });
    await confirmAs(fleet, "security", change);
    const after = await state();
    expect(after, "once it is confirmed").not.toEqual(before);

    if (stricter === null) return;
    expect(await proposedBy(stricter()), "the other direction").toBeNull();
    expect(await state()).not.toEqual(after);
  });
});

test("an act that weakens says why it is wanted, or is refused", async () => {
  const asked = await weakeningCases["inventory.editAgent"]?.(fleet);
  await expect(asked?.weaken()).rejects.toMatchObject({ code: "reason_required" });
});
