import { expect, test, vi } from "vitest";
import { lineContent } from "../testing/bundle-fixture.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { Denied, OutcomeUnknown } from "./denied.ts";

const write = { agentId: "agent-1", tool: "fs/write", arguments: { path: "a" } };

async function ground(reversibility: "irreversible" | "compensable" = "irreversible") {
  const gateway = await testGateway();
  const { tools } = lineContent();
  gateway.publish(
    lineContent({ tools: tools.map((tool) => (tool.id === "fs/write" ? { ...tool, reversibility } : tool)) }),
  );
  const stateDir = temporaryDirectory();
  const start = () => testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  return { gateway, start, point: await start() };
}
type Ground = Awaited<ReturnType<typeof ground>>;

const lost = vi.fn((): never => {
  throw new OutcomeUnknown("the answer was lost");
});

async function refusal(call: Promise<unknown>): Promise<Denied> {
  const error = await call.then(
    () => new Error("it ran"),
    (reason) => reason,
  );
  if (error instanceof Denied) return error;
  throw error;
}

/** Approved, run, and its answer lost. */
async function loseOne({ gateway, point }: Pick<Ground, "gateway" | "point">): Promise<string> {
  const before = gateway.checkpoints.size;
  const call = point.call(write, lost).catch((error: unknown) => error);
  const id = await gateway.held(before);
  gateway.approve(id);
  expect(await call).toBeInstanceOf(OutcomeUnknown);
  return id;
}

test("a call whose end nobody knows is not made again before the console says that it may", async () => {
  const { gateway, point } = await ground();
  const id = await loseOne({ gateway, point });
  const again = await refusal(point.call(write, lost));
  expect(again.decision).toMatchObject({ code: "outcome_unknown", reason: "Nobody has found out yet." });
  expect(gateway.checkpoints.size).toBe(1);
  // The gateway was told of it before it was asked.
  expect(gateway.records.outcomes()).toMatchObject([{ outcome: "unknown" }]);

  gateway.settled.set(id, { mayRepeat: true, reason: "It did not run." });
  const run = vi.fn();
  const third = point.call(write, run);
  gateway.approve(await gateway.held(1));
  await third;
  expect(run).toHaveBeenCalledTimes(1);
});

test("it is refused too when policy would let it through without people by then, and when nobody can be asked", async () => {
  const { gateway, point } = await ground();
  await loseOne({ gateway, point });
  const { policies, tools } = lineContent();
  gateway.publish(lineContent({ policies: policies.filter(({ checkpoint }) => checkpoint === null), tools }));
  await gateway.records.until("the new bundle", () => gateway.records.acks.length >= 2);
  expect((await refusal(point.call(write, lost))).decision.code).toBe("outcome_unknown");
  await gateway.down();
  expect((await refusal(point.call(write, lost))).decision.code).toBe("outcome_unknown");
  expect(lost).toHaveBeenCalledTimes(2);
});

test("a process that ends while such a call runs leaves it to be found out about", async () => {
  const { gateway, start, point } = await ground();
  const endless = vi.fn((): Promise<never> => new Promise(() => undefined));
  void point.call(write, endless).catch(() => undefined);
  gateway.approve(await gateway.held());
  await vi.waitFor(() => expect(endless).toHaveBeenCalled());
  const twice = await refusal(point.call(write, lost));
  expect(twice.message).toMatch(/has not ended yet/);
  // Closed with the call still running: nothing was entered about its end.
  await point.close();
  const after = await start();
  expect((await refusal(after.call(write, lost))).decision.code).toBe("outcome_unknown");
  await after.flush();
  expect(gateway.records.outcomes()).toMatchObject([
    { outcome: "unknown", error: expect.stringMatching(/ended while/) },
  ]);
});

test("another call, another agent, and what can be undone, are not held up by it", async () => {
  const { gateway, point } = await ground();
  await loseOne({ gateway, point });
  const run = vi.fn();
  const other = point.call({ ...write, arguments: { path: "b" } }, run);
  gateway.approve(await gateway.held(1));
  await other;
  const undone = await ground("compensable");
  await loseOne(undone);
  const again = undone.point.call(write, run);
  undone.gateway.approve(await undone.gateway.held(1));
  await again;
  expect(run).toHaveBeenCalledTimes(2);
});
