import { expect, test } from "vitest";
import { movementOf } from "./causes";
import type { Change } from "./diff";

const moved = (requirement: string) => ({
  requirement,
  title: `Title of ${requirement}`,
  why: `${requirement}!`,
  href: null,
});
const change = (agentId: string, more: Partial<Change>): Change => ({
  agentId,
  agentName: `Agent ${agentId}`,
  kind: "moved",
  fromStage: "observe",
  toStage: "observe",
  fromScore: 2,
  toScore: 2,
  fell: [],
  met: [],
  ...more,
});
const fall = (agentId: string, requirement: string) => change(agentId, { toScore: 1.75, fell: [moved(requirement)] });

test("agents that fell for the same requirement are one cause with the first one's reason, the widest first", () => {
  const { causes, fell, rose } = movementOf([fall("a", "siem"), fall("b", "connected"), fall("c", "connected")]);
  expect([fell, rose]).toEqual([3, 0]);
  expect(causes).toEqual([
    {
      direction: "fell",
      title: "Title of connected",
      agents: 2,
      why: "connected!",
      agentId: "b",
      agentName: "Agent b",
    },
    { direction: "fell", title: "Title of siem", agents: 1, why: "siem!", agentId: "a", agentName: "Agent a" },
  ]);
});

test("a rise is told by what is met, a fall by what is not, and what left the score as it was by neither", () => {
  const both = { fell: [moved("siem")], met: [moved("owner"), moved("logged")] };
  const { causes, rose, fell } = movementOf([change("a", { toScore: 2.25, ...both }), change("b", both)]);
  expect([rose, fell]).toEqual([1, 0]);
  expect(causes.map(({ title }) => title)).toEqual(["Title of logged", "Title of owner"]);
});

test("agents that come and go move the mean without having risen or fallen", () => {
  const { causes, rose, fell } = movementOf([
    change("a", { kind: "first", fromScore: null }),
    change("b", { kind: "returned", fromScore: null }),
    change("c", { kind: "stopped", toScore: null, fell: [moved("active")] }),
    change("d", { kind: "removed", toScore: null }),
  ]);
  expect([rose, fell]).toEqual([0, 0]);
  expect(causes.map(({ direction, why }) => [direction, why])).toEqual([
    ["joined", "It may act again."],
    ["joined", "It is measured since now."],
    ["left", "It is not in the inventory any more."],
    ["left", "active!"],
  ]);
});

test("no more causes are kept than explain anything", () => {
  const many = Array.from({ length: 20 }, (_, n) => fall(`${n}`, `r${n}`));
  const { causes, fell } = movementOf(many);
  expect([causes.length, fell]).toEqual([6, 20]);
});
