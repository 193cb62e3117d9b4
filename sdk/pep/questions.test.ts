import { expect, test, vi } from "vitest";
import { lineContent } from "../testing/bundle-fixture.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";

const write = { agentId: "agent-1", tool: "fs/write", arguments: { path: "a" } };
const question = { id: "question-1", text: "Which invoice?" };

async function ground(checkpointPollMs?: number) {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  return { gateway, point: await testPoint(gateway, checkpointPollMs ? { checkpointPollMs } : {}) };
}

test("a caller that does not answer is not asked", async () => {
  const { gateway, point } = await ground();
  const call = point.call(write, () => "ran");
  const id = await gateway.held();
  expect(gateway.records.holds[0]?.accepts).toBeUndefined();
  gateway.ask(id, question);
  gateway.approve(id);
  expect(await call).toBe("ran");
  expect(gateway.answers).toEqual([]);
});

test.each([
  ["by the stream", true],
  ["by a look at the request, where its event was missed", false],
])("the agent is asked once %s, and its answer is handed in", async (_, told) => {
  const { gateway, point } = await ground(50);
  const onQuestion = vi.fn(async () => "Number 7\ud800");
  const call = point.call(write, () => "ran", { onQuestion });
  const id = await gateway.held();
  expect(gateway.records.holds[0]?.accepts).toEqual(["questions"]);
  gateway.ask(id, question, told);
  await gateway.records.until("the answer", () => gateway.answers.length === 1);
  expect(gateway.answers).toEqual([{ questionId: "question-1", text: "Number 7\ufffd" }]);
  gateway.approve(id);
  expect(await call).toBe("ran");
  expect(onQuestion).toHaveBeenCalledExactlyOnceWith(question);
});

test("an answer that fails, or is none, holds nothing up", async () => {
  const { gateway, point } = await ground();
  const onQuestion = vi.fn((asked: { id: string }) => {
    if (asked.id === "question-1") throw new Error("no idea");
    return null;
  });
  const call = point.call(write, () => "ran", { onQuestion });
  const id = await gateway.held();
  gateway.ask(id, question);
  gateway.ask(id, { id: "question-2", text: "And?" });
  await vi.waitFor(() => expect(onQuestion).toHaveBeenCalledTimes(2));
  gateway.approve(id);
  expect(await call).toBe("ran");
  expect(gateway.answers).toEqual([]);
});
