import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { editPersonOp } from "@/lib/identity/contract";
import { call } from "./call";
import { standReady } from "./weakening";

const id = `usr_${"0".repeat(26)}`;
const problem = (code: string, more: object = {}) => ({
  ok: false,
  status: 400,
  json: async () => ({ type: "x", title: "x", status: 400, code, detail: "It weakens.", ...more }),
});
const change = { id: "chg_1", digest: `sha256:${"0".repeat(64)}`, confirmers: ["Sam"] };

const sent: unknown[] = [];
const answers: object[] = [];
beforeEach(() => {
  sent.length = 0;
  answers.length = 0;
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return answers.shift();
  });
});
afterEach(() => vi.unstubAllGlobals());

const asked = () => call(editPersonOp, { id, roles: ["approver"] });

test("an act that weakens is sent again with the reason that the person gives, and what waits is told and not taken for done", async () => {
  const told: unknown[] = [];
  const away = standReady({ ask: async () => "it is needed", tell: (one) => told.push(one.change) });
  answers.push(problem("reason_required"), problem("second_person", { change }));
  await expect(asked()).rejects.toMatchObject({ problem: { code: "second_person", change } });
  expect(sent).toEqual([{ roles: ["approver"] }, { roles: ["approver"], reason: "it is needed" }]);
  expect(told).toEqual([change]);
  away();
});

test("whoever thinks better of it sees why it was refused, and nothing is sent again", async () => {
  const away = standReady({ ask: async () => null, tell: () => undefined });
  answers.push(problem("reason_required"));
  await expect(asked()).rejects.toMatchObject({ problem: { code: "reason_required" } });
  expect(sent).toHaveLength(1);
  away();
});

test("where no page stands ready the refusal is that of any other act", async () => {
  answers.push(problem("reason_required"));
  await expect(asked()).rejects.toMatchObject({ problem: { code: "reason_required" } });
});
