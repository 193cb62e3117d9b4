import { expect, test } from "vitest";
import { guard } from "./guard.ts";
import { Denied, Held } from "./pep/denied.ts";
import { lineContent } from "./testing/bundle-fixture.ts";
import { testGateway, testPoint } from "./testing/test-point.ts";

test("a guarded function runs when policy permits, waits for people when it asks for them, and throws when it forbids", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  const ran: string[] = [];
  const guarded = (name: string) =>
    guard(point, {
      agent: "agent-1",
      tool: `fs/${name}`,
      reason: ({ path }) => `it has to be ${path}`,
      fn: ({ path }: { path: string }) => ran.push(`${name} ${path}`),
    });
  expect(await guarded("read")({ path: "a" })).toBe(1);
  await expect(guarded("remove")({ path: "b" })).rejects.toThrow(Denied);
  const write = guarded("write")({ path: "c" });
  gateway.approve(await gateway.held());
  expect(await write).toBe(2);
  expect(ran).toEqual(["read a", "write c"]);
  expect(gateway.records.holds).toMatchObject([{ agentReason: "it has to be c" }]);
});

test("a guarded call is cancelled by its signal, and gone on with under its key", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  const write = guard(point, { agent: "agent-1", tool: "fs/write", fn: ({ path }: { path: string }) => path });
  const hold = { key: "job-1", wait: false };
  await expect(write({ path: "a" }, { hold })).rejects.toThrow(Held);
  gateway.approve(await gateway.held());
  expect(await write({ path: "a" }, { hold })).toBe("a");
  const cancel = new AbortController();
  cancel.abort();
  await expect(write({ path: "a" }, { signal: cancel.signal })).rejects.toThrow();
});
