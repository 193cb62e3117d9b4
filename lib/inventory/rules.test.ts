import { describe, expect, test } from "vitest";
import { changesBetween, refusalToEdit, refusalToRegister, understated } from "./rules";

const me = { personId: "me", roles: ["owner"] } as const;
const key = { personId: null, roles: ["owner"] } as const;
const security = { personId: "sec", roles: ["security"] } as const;
type Facts = Parameters<typeof refusalToEdit>[2];
const agent = {
  ownerId: "me",
  backupOwnerId: null,
  riskTier: "high",
  autonomy: "bounded",
  environment: "production",
  dataClasses: ["personal"],
} satisfies Parameters<typeof refusalToEdit>[1];

describe("an owner is refused", () => {
  test("registering an agent for somebody else or for nobody", () => {
    expect(refusalToRegister(me, "other")).toMatch(/that you own/);
    expect(refusalToRegister(me, null)).toMatch(/that you own/);
  });

  test("registering by an API key, which is nobody", () => {
    expect(refusalToRegister(key, null)).toMatch(/that you own/);
  });

  test("editing an agent that is not theirs, also when nobody owns it", () => {
    expect(refusalToEdit(me, { ...agent, ownerId: "other" }, agent)).toMatch(/own or back up/);
    expect(refusalToEdit(me, { ...agent, ownerId: null }, agent)).toMatch(/own or back up/);
    expect(refusalToEdit(key, { ...agent, ownerId: null }, agent)).toMatch(/own or back up/);
  });

  const less: [string, Partial<Facts>][] = [
    ["riskTier", { riskTier: "medium" }],
    ["autonomy", { autonomy: "assists" }],
    ["environment", { environment: "staging" }],
    ["dataClasses", { dataClasses: ["public"] }],
  ];
  test.each(less)("stating less risk: %s", (field, change) => {
    expect(refusalToEdit(me, agent, { ...agent, ...change })).toContain(field);
  });
});

test("owner and backup owner may state more risk", () => {
  const after = { ...agent, riskTier: "critical" as const, dataClasses: ["personal" as const, "health" as const] };
  expect(refusalToEdit(me, agent, after)).toBeNull();
  expect(refusalToEdit(me, { ...agent, ownerId: "other", backupOwnerId: "me" }, after)).toBeNull();
});

test("operators may register for anybody and lower any fact of risk", () => {
  expect(refusalToRegister(security, null)).toBeNull();
  expect(refusalToEdit(security, agent, { ...agent, riskTier: "low" })).toBeNull();
});

test("an unchanged agent understates nothing", () => {
  expect(understated(agent, agent)).toEqual([]);
});

test("differences name the field, what was and what is, and nothing that stayed", () => {
  expect(changesBetween({ a: 1, b: ["x"], c: null }, { a: 1, b: ["x", "y"], c: "z" })).toEqual({
    b: { from: ["x"], to: ["x", "y"] },
    c: { from: null, to: "z" },
  });
});
