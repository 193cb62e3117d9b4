import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import { answerQuestion } from "./answer-question";
import { approveCheckpoint } from "./approve-checkpoint";
import { askQuestion } from "./ask-question";
import { listQuestions } from "./list-questions";
import { openCheckpoint } from "./open-checkpoint";
import { readCheckpoint } from "./read-checkpoint";
import { reportAnswer } from "./report-answer";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const code = (value: string) => expect.objectContaining({ code: value });
const owner = () => fleet.as("owner");
async function open(accepts = ["questions"]) {
  const input = fleet.held();
  const { checkpointId: id } = await openCheckpoint(fleet.point, { ...input, accepts });
  return { id, digest: input.digest };
}
async function asked() {
  const { id, digest } = await open();
  const { questions } = await askQuestion(owner(), { id, text: "Which invoice?", toAgent: true });
  return { id, digest, questionId: questions[0]?.id ?? "" };
}

describe("a question or an answer is refused", () => {
  test("of somebody who has no say in the request", async () => {
    const { id, questionId } = await asked();
    const stranger = fleet.as("security");
    await expect(askQuestion(stranger, { id, text: "?" })).rejects.toEqual(code("forbidden"));
    await expect(answerQuestion(stranger, { id, questionId, text: "!" })).rejects.toEqual(code("forbidden"));
    expect((await listQuestions(stranger, { id })).cannotAsk).not.toBeNull();
  });
  test("to an agent that cannot be asked", async () => {
    const { id } = await open([]);
    await expect(askQuestion(owner(), { id, text: "?", toAgent: true })).rejects.toEqual(code("conflict"));
    expect(await readCheckpoint(fleet.point, { id })).not.toHaveProperty("questions");
  });
  test("after the decision, and after the time is up", async () => {
    const decided = await asked();
    await approveCheckpoint(owner(), { id: decided.id, digest: decided.digest });
    await expect(askQuestion(owner(), { id: decided.id, text: "?" })).rejects.toEqual(code("already_decided"));
    const { id, questionId } = await asked();
    await database().checkpoint.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(answerQuestion(owner(), { id, questionId, text: "!" })).rejects.toEqual(code("expired"));
    await expect(reportAnswer(fleet.point, { id, questionId, text: "late" })).rejects.toEqual(code("already_decided"));
  });
  test("of another point, or to a question of another request", async () => {
    const { id, questionId } = await asked();
    const { point } = await testPoint(fleet.ctx, [fleet.agentId]);
    await expect(reportAnswer(point, { id, questionId, text: "7" })).rejects.toEqual(code("not_found"));
    const other = await open();
    await expect(reportAnswer(fleet.point, { id: other.id, questionId, text: "7" })).rejects.toEqual(code("not_found"));
    await expect(answerQuestion(owner(), { id: other.id, questionId, text: "7" })).rejects.toEqual(code("not_found"));
  });
});

test("asking changes neither the time nor the digest, and the point is told the question and nothing else", async () => {
  const { id, digest } = await open();
  const before = await database().checkpoint.findUniqueOrThrow({ where: { id } });
  const { questions } = await askQuestion(owner(), { id, text: "Which invoice?", toAgent: true });
  const after = await database().checkpoint.findUniqueOrThrow({ where: { id } });
  expect([after.expiresAt, after.digest]).toEqual([before.expiresAt, digest]);
  const told = await database().controlLog.findFirstOrThrow({
    where: { orgId: fleet.orgId, pepId: fleet.point.actor.id },
    orderBy: { seq: "desc" },
  });
  expect(told.body).toEqual({
    type: "checkpoint.asked",
    checkpointId: id,
    question: { id: questions[0]?.id, text: "Which invoice?" },
  });
});

test("the agent answers once and is marked as the agent; owners answer beside it; all of it is audited", async () => {
  const { id, questionId } = await asked();
  expect(await readCheckpoint(fleet.point, { id })).toMatchObject({
    questions: [{ id: questionId, text: "Which invoice?" }],
  });
  const answers = await Promise.all(["7", "8", "9"].map((text) => reportAnswer(fleet.point, { id, questionId, text })));
  expect(answers.filter(({ accepted }) => accepted)).toHaveLength(1);
  expect(await readCheckpoint(fleet.point, { id })).toMatchObject({ questions: [] });
  // The backup owner is in no stage, and is asked as an owner.
  const { questions } = await answerQuestion(fleet.as("approver"), { id, questionId, text: "The one of May." });
  expect(questions[0]?.answers).toMatchObject([
    { authorKind: "agent" },
    { authorKind: "person", text: "The one of May." },
  ]);
  const entries = await database().auditEntry.findMany({ where: { targetId: id }, orderBy: { seq: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual([
    "checkpoint.opened",
    "checkpoint.asked",
    "checkpoint.answered",
    "checkpoint.answered",
  ]);
});
