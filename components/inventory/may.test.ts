import { expect, test } from "vitest";
import type { Agent } from "@/lib/inventory/contract";
import { agentActs } from "./may";

const agent = (more: Partial<Agent> = {}): Agent => ({
  id: "agt_1",
  name: "Refunds",
  purpose: "p",
  provider: "other",
  framework: "",
  environment: "production",
  team: "t",
  dataClasses: [],
  tags: [],
  autonomy: "bounded",
  riskTier: "high",
  ownerId: "usr_owner",
  backupOwnerId: null,
  owner: null,
  backupOwner: null,
  status: "active",
  statusReason: null,
  demo: false,
  knownBy: "person",
  version: 1,
  createdAt: "2026-11-22T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
  retiredAt: null,
  ...more,
});
const offered = (acts: object) => Object.entries(acts).flatMap(([act, yes]) => (yes ? [act] : []));

test("someone else's agent offers an owner nothing", () => {
  expect(offered(agentActs({ id: "usr_other", roles: ["owner"] }, agent()))).toEqual([]);
});

test("an agent without owner is nobody's, not everybody's", () => {
  const viewer = { id: "usr_other", roles: ["owner"] } as const;
  expect(offered(agentActs(viewer, agent({ ownerId: null })))).toEqual([]);
});

test("owning an agent gives nothing to a person without the role", () => {
  expect(offered(agentActs({ id: "usr_owner", roles: ["auditor"] }, agent()))).toEqual([]);
});

test("owners stop their own, and leave releasing and retiring to operators", () => {
  const owner = { id: "usr_owner", roles: ["owner"] } as const;
  expect(offered(agentActs(owner, agent()))).toEqual(["edit", "suspend", "kill"]);
  expect(offered(agentActs(owner, agent({ status: "killed" })))).toEqual(["edit"]);
});

test("a suspended agent can still be killed, a killed one released, a retired one nothing", () => {
  const admin = { id: "usr_admin", roles: ["admin"] } as const;
  expect(offered(agentActs(admin, agent({ status: "suspended" })))).toEqual(["edit", "kill", "release", "retire"]);
  expect(offered(agentActs(admin, agent({ status: "killed" })))).toEqual(["edit", "release", "retire"]);
  expect(offered(agentActs(admin, agent({ status: "retired" })))).toEqual([]);
});
