import { expect, test } from "vitest";
import { stationsOf } from "@/components/ui/call-line-model";
import type { Call } from "@/lib/activity/contract";
import { decisionTime, lineOf } from "./call-words";

const call = (more: Partial<Call>): Call => ({
  id: "call_0000000000000000",
  source: "point",
  mediation: null,
  imported: null,
  decisionId: null,
  at: "2026-11-22T12:00:00.000Z",
  receivedAt: "2026-11-22T12:00:00.000Z",
  pepId: "pep_1",
  pepName: null,
  agentId: "agt a/b",
  agentName: "Refunds",
  tool: "files/write",
  operationClass: "data.write",
  effect: "hold",
  enforced: true,
  code: "checkpoint_required",
  reason: "",
  policies: [],
  observed: [],
  revision: 1,
  decisionNs: null,
  argumentsDigest: `sha256:${"0".repeat(64)}`,
  argumentsText: "{}",
  argumentsCut: false,
  onBehalfOf: null,
  chain: [],
  checkpointId: "chk_1",
  checkpointStatus: null,
  traceId: null,
  outcome: null,
  durationMs: null,
  error: null,
  ...more,
});
const people = (more: Partial<Call>) => stationsOf(lineOf(call(more)))[3].words;

test("a waiting call claims no number of votes that was not read", () => {
  expect(people({ checkpointStatus: "pending" })).toBe("Being asked");
});

test("an approval that became void is not drawn as approved", () => {
  const stations = stationsOf(lineOf(call({ checkpointStatus: "voided" })));
  expect(stations[3].words).toBe("Cancelled");
  expect(stations[3].rail).toBe("stopped");
});

test("a status that this page does not know is drawn as not known, not as approved", () => {
  expect(people({ checkpointStatus: "vetoed" })).toBe("Being asked");
  expect(people({ checkpointStatus: "constructor" })).toBe("Being asked");
});

test("an agent's id is encoded in its link", () => {
  expect(stationsOf(lineOf(call({})))[0].href).toBe("/agents/agt%20a%2Fb");
});

test("a time that was not measured is said to be so", () => {
  expect(decisionTime(null)).toBe("not measured");
  expect([decisionTime(900), decisionTime(12_340), decisionTime(2_500_000)]).toEqual(["900 ns", "12.3 µs", "2.5 ms"]);
});

test("a call that people refused is drawn as stopped at the people, and one that policy denied before them", () => {
  const refused = { effect: "deny", code: "checkpoint_expired", checkpointStatus: "expired" } as const;
  expect(stationsOf(lineOf(call(refused))).map(({ rail }) => rail)).toEqual([
    "passed",
    "passed",
    "passed",
    "stopped",
    undefined,
  ]);
  const denied = { effect: "deny", code: "forbidden", checkpointId: null } as const;
  expect(stationsOf(lineOf(call(denied)))[2].rail).toBe("stopped");
});
