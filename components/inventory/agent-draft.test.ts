import { expect, test } from "vitest";
import { type AgentDraft, differing, emptyDraft, rebased, registrationOf } from "./agent-draft";

const base: AgentDraft = { ...emptyDraft, name: "Refunds", purpose: "Pays back", team: "Support", ownerId: "usr_1" };

test("what somebody else saved is never overwritten by a field that was not touched", () => {
  const mine = { ...base, purpose: "Pays customers back" };
  const latest: AgentDraft = { ...base, riskTier: "critical", team: "Finance" };
  expect(rebased(mine, base, latest)).toEqual({ ...latest, purpose: "Pays customers back" });
});

test("where both changed one field, the person's own words are kept for them to judge", () => {
  const mine = { ...base, team: "Care" };
  const latest = { ...base, team: "Finance" };
  expect(rebased(mine, base, latest).team).toBe("Care");
  expect(differing(rebased(mine, base, latest), latest)).toEqual(["team"]);
});

test("the order in which data classes were ticked is no change", () => {
  const a: AgentDraft = { ...base, dataClasses: ["personal", "payment"] };
  expect(differing(a, { ...a, dataClasses: ["payment", "personal"] })).toEqual([]);
});

test("an empty team is not sent, so that the contract's default stands", () => {
  expect(registrationOf({ ...base, team: "  " })).not.toHaveProperty("team");
  expect(registrationOf(base)).toHaveProperty("team", "Support");
});
