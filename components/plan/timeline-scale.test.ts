import { expect, test } from "vitest";
import { scaleOf, spanOf } from "./timeline-scale";

const plan = { startsOn: "2026-01-01", endsOn: "2026-03-31", today: "2026-01-10" };
const due = (day: string, first = day) => ({ dueOn: day, firstDueOn: first });

test("the first day begins at nothing and the last ends at all", () => {
  const scale = scaleOf(plan, [due("2026-02-01")]);
  expect([scale.at("2026-01-01"), scale.after("2026-03-31")]).toEqual([0, 100]);
});

test("what slipped beyond the plan, or was first planned before it, is still on it", () => {
  const scale = scaleOf(plan, [due("2026-05-01", "2025-12-20")]);
  expect([scale.at("2025-12-20"), scale.after("2026-05-01")]).toEqual([0, 100]);
  expect(scale.at("2027-01-01")).toBe(100);
});

test("a bar begins with its sprint, or after what the task waits for, and never after its own end", () => {
  const sprint = { from: "2026-01-01", until: "2026-01-30" };
  const all = [{ id: "a", dueOn: "2026-01-12" }];
  const waiting = [{ id: "a", title: "A", status: "open" as const }];
  expect(spanOf({ dueOn: "2026-01-20", dependsOn: [] }, sprint, all)).toEqual({
    from: "2026-01-01",
    until: "2026-01-20",
  });
  expect(spanOf({ dueOn: "2026-01-20", dependsOn: waiting }, sprint, all).from).toBe("2026-01-13");
  expect(spanOf({ dueOn: "2026-01-05", dependsOn: waiting }, sprint, all).from).toBe("2026-01-05");
});
