import { expect, test, vi } from "vitest";
import { bundleContent, lineContent } from "../testing/bundle-fixture.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { beginCall } from "./begin-call.ts";
import { Held } from "./denied.ts";

const write = { agentId: "agent-1", tool: "fs/write", arguments: { path: "a", text: "x" } };

async function ground() {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  const point = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  return { gateway, point, stateDir, run: vi.fn((_: unknown) => "written") };
}

test("a denied call that was begun is not run; the verdict has the person's reason", async () => {
  const { gateway, point, run } = await ground();
  const onDecided = vi.fn();
  const { checkpoint, decided, result } = await beginCall(point, write, run, { onDecided });
  expect(checkpoint?.checkpointId).toBe(await gateway.held());
  gateway.deny(checkpoint?.checkpointId ?? "", "not this file");
  expect(await decided).toEqual({ status: "denied", reason: "not this file" });
  expect(onDecided).toHaveBeenCalledExactlyOnceWith({ status: "denied", reason: "not this file" });
  await expect(result).rejects.toMatchObject({ name: "Denied", decision: { code: "checkpoint_denied" } });
  expect(run).not.toHaveBeenCalled();
});

test("the caller hears at once that people were asked, is called back when they agree, and the call runs once by itself", async () => {
  const { gateway, point, run } = await ground();
  const onDecided = vi.fn();
  const { checkpoint, result } = await beginCall(point, write, run, { onDecided });
  expect(run).not.toHaveBeenCalled();
  gateway.approve(checkpoint?.checkpointId ?? "");
  expect(await result).toBe("written");
  expect(onDecided.mock.invocationCallOrder[0]).toBeLessThan(run.mock.invocationCallOrder[0] ?? 0);
  expect(run).toHaveBeenCalledTimes(1);
});

test("where nobody is asked there is no checkpoint and no verdict", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent());
  const point = await testPoint(gateway);
  const call = { agentId: "agent-1", tool: "fs/read", arguments: { number: 1 } };
  const begun = await beginCall(point, call, () => "read");
  expect([begun.checkpoint, await begun.decided, await begun.result]).toEqual([null, null, "read"]);
});

test("a caller that gives up ends the wait: no verdict, nothing run, the request withdrawn", async () => {
  const { gateway, point, run } = await ground();
  const caller = new AbortController();
  const { checkpoint, decided, result } = await beginCall(point, write, run, { signal: caller.signal });
  caller.abort();
  expect(await decided).toBeNull();
  await expect(result).rejects.toMatchObject({ decision: { code: "checkpoint_cancelled" } });
  await vi.waitUntil(() => gateway.checkpoints.get(checkpoint?.checkpointId ?? "")?.status === "cancelled");
  expect(run).not.toHaveBeenCalled();
});

test("begun again under its key after a restart, it goes on with the same request and runs once", async () => {
  const { gateway, point, stateDir, run } = await ground();
  const first = await beginCall(point, write, run, { key: "order-7" });
  await point.close();
  const restarted = await testPoint(gateway, { stateDir });
  const second = await beginCall(restarted, write, run, { key: "order-7" });
  expect(second.checkpoint?.checkpointId).toBe(first.checkpoint?.checkpointId);
  gateway.approve(second.checkpoint?.checkpointId ?? "");
  expect(await second.result).toBe("written");
  expect(run).toHaveBeenCalledTimes(1);
  expect(gateway.records.holds).toHaveLength(1);
});

test("by polling: the call is held, somebody asks how it was decided, and the same call runs once", async () => {
  const { gateway, point, run } = await ground();
  const hold = { key: "order-8", wait: false };
  const held: unknown = await point.call(write, run, { hold }).catch((error: unknown) => error);
  if (!(held instanceof Held)) throw held;
  const verdict = point.decided(held.checkpoint.checkpointId);
  gateway.approve(held.checkpoint.checkpointId);
  expect((await verdict).status).toBe("approved");
  expect(await point.call(write, run, { hold })).toBe("written");
  expect(run).toHaveBeenCalledTimes(1);
});

test("whoever asks how a call was decided does not take the answer from the call that waits", async () => {
  const { gateway, point, run } = await ground();
  const { checkpoint, result } = await beginCall(point, write, run);
  const id = checkpoint?.checkpointId ?? "";
  const [one, two] = [point.decided(id), point.decided(id)];
  gateway.approve(id);
  expect([(await one).status, (await two).status, await result]).toEqual(["approved", "approved", "written"]);
});
