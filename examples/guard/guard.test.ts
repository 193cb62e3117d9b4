import { Denied, guard, Held } from "gatehouse";
import { expect, test } from "vitest";
import { AGENT, type Ground, ground, withdrawn } from "../support/ground.ts";

type Invoice = { invoice: string };

const governed = ({ point, done }: Pick<Ground, "point" | "done">, name: string) =>
  guard(point, {
    agent: AGENT,
    tool: `billing/${name}`,
    reason: "the customer asked",
    fn: async ({ invoice }: Invoice) => {
      done.push(`${name} ${invoice}`);
      return `${name} ${invoice}`;
    },
  });

test("a permitted call runs, and a forbidden one throws with the reason", async () => {
  const it = await ground();
  expect(await governed(it, "read_invoice")({ invoice: "i-1" })).toBe("read_invoice i-1");
  await expect(governed(it, "delete_customer")({ invoice: "i-1" })).rejects.toThrow(Denied);
  expect(it.done).toEqual(["read_invoice i-1"]);
});

test("a held call waits: approved it runs exactly once, denied it throws the person's reason", async () => {
  const it = await ground();
  const approved = governed(it, "refund")({ invoice: "i-1" });
  it.gateway.approve(await it.gateway.held());
  expect(await approved).toBe("refund i-1");
  const denied = expect(governed(it, "refund")({ invoice: "i-2" })).rejects.toThrow("it was paid last week");
  it.gateway.deny(await it.gateway.held(1), "it was paid last week");
  await denied;
  expect(it.done).toEqual(["refund i-1"]);
});

test("cancelling withdraws what people are asked", async () => {
  const it = await ground();
  const cancel = new AbortController();
  const ended = expect(governed(it, "refund")({ invoice: "i-1" }, cancel.signal)).rejects.toThrow(Denied);
  const id = await it.gateway.held();
  await it.point.flush();
  cancel.abort();
  await ended;
  await withdrawn(it, id);
  expect(it.done).toEqual([]);
});

test("calls made at once are decided each for itself", async () => {
  const it = await ground();
  const calls = Promise.allSettled([
    governed(it, "refund")({ invoice: "i-1" }),
    governed(it, "read_invoice")({ invoice: "i-2" }),
    governed(it, "delete_customer")({ invoice: "i-3" }),
  ]);
  it.gateway.approve(await it.gateway.held());
  expect((await calls).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(it.done).toEqual(["read_invoice i-2", "refund i-1"]);
});

test("a job that was held goes on after a restart under its key, and its approval is used once", async () => {
  const it = await ground();
  const job = { hold: { key: "job-1", wait: false } };
  await expect(governed(it, "refund")({ invoice: "i-1" }, job)).rejects.toThrow(Held);
  const again = { ...it, point: await it.restart() };
  it.gateway.approve(await it.gateway.held());
  expect(await governed(again, "refund")({ invoice: "i-1" }, job)).toBe("refund i-1");
  await expect(governed(again, "refund")({ invoice: "i-1" }, job)).rejects.toThrow("is not run twice");
  expect(it.done).toEqual(["refund i-1"]);
});
