/** The way from an empty console to the first decided checkpoint. Each step is done when the data says so, never by a tick. Pure. */
import type { Call } from "@/lib/activity/contract";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import type { Point } from "@/lib/enforcement/contract";
import type { Tool } from "@/lib/inventory/contract";

export type OnboardingFacts = {
  agents: number;
  points: readonly Pick<Point, "lastSeenAt">[];
  tools: readonly Pick<Tool, "state">[];
  bundles: readonly { policies: number }[];
  calls: readonly Pick<Call, "id">[];
  closed: readonly Pick<CheckpointSummary, "status">[];
};
export type Step = { id: string; title: string; how: string; href: string; act: string; done: boolean };

/** Ended by a vote of a person, whatever became of the approval afterwards. */
const byPeople: readonly CheckpointSummary["status"][] = ["approved", "denied", "redeemed", "lapsed", "voided"];

export const decidedByPeople = (closed: OnboardingFacts["closed"]): boolean =>
  closed.some(({ status }) => byPeople.includes(status));

export function onboardingSteps(facts: OnboardingFacts): Step[] {
  const waiting = facts.tools.filter(({ state }) => state === "waiting").length;
  return [
    {
      id: "agent",
      title: "Register an agent",
      how: "Its purpose, its owner, its risk. From then on it can be stopped by name.",
      href: "/agents/new",
      act: "Register",
      done: facts.agents > 0,
    },
    {
      id: "point",
      title: "Connect an enforcement point",
      how: "A proxy in front of its tools, or a few lines in its code. It decides each call itself.",
      href: "/points/new",
      act: "Connect",
      done: facts.points.some(({ lastSeenAt }) => lastSeenAt !== null),
    },
    {
      id: "tools",
      title: "Approve its tools",
      how:
        waiting > 0
          ? `${waiting} wait for somebody to read them.`
          : "The point reports what its servers offer. Read it, and say what it does.",
      href: waiting > 0 ? "/tools?state=waiting" : "/tools",
      act: "Read and approve",
      done: facts.tools.some(({ state }) => state === "approved"),
    },
    {
      id: "policy",
      title: "Publish a policy",
      how: "Without one everything is denied. Publishing signs it and pushes it to every point.",
      href: "/policies",
      act: "Write and publish",
      done: facts.bundles.some(({ policies }) => policies > 0),
    },
    {
      id: "call",
      title: "See the first call",
      how: "Let the agent call a tool; the decision appears within a second.",
      href: "/activity?range=all",
      act: "Watch",
      done: facts.calls.length > 0,
    },
    {
      id: "checkpoint",
      title: "Decide the first checkpoint",
      how: "A policy with @checkpoint holds a call until people agree.",
      href: "/checkpoints",
      act: "Open the inbox",
      done: decidedByPeople(facts.closed),
    },
  ];
}
