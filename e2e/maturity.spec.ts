/** A real agent's proxy is stopped: within a minute its stage falls with the reason, and the trend shows why. */
import path from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { createSinkOp } from "@/lib/delivery/contract";
import { listPeopleOp } from "@/lib/identity/contract";
import { approveServerToolsOp, editAgentOp, getAgentOp, listToolsOp } from "@/lib/inventory/contract";
import { getAgentStageOp } from "@/lib/maturity/contract";
import { listChangesOp } from "@/lib/maturity/history-contract";
import {
  adminState,
  api,
  approveTools,
  connectThroughProxy,
  expect,
  type FilesAgent,
  filesAgent,
  publishFilePolicies,
  test,
} from "./support/journey";
import { agreed } from "./support/second-person";

test.use({ storageState: adminState });
test.describe.configure({ mode: "serial", timeout: 150_000 });

const call = api();
let agent: FilesAgent;
let client: Client;

const stage = async () => (await call(getAgentStageOp, { id: agent.agentId })).stage;
const newest = async () => (await call(listChangesOp, { agentId: agent.agentId })).items[0];

test.beforeAll(async () => {
  agent = await filesAgent("Maturing agent", "low");
  client = await connectThroughProxy(agent);
});
test.afterAll(() => client.close());

/** What cannot be undone is what the ladder asks to be held. */
async function approveWriting(): Promise<void> {
  const waiting = async () => (await call(listToolsOp, { server: agent.server, state: "waiting" })).items;
  await expect.poll(async () => (await waiting()).some(({ name }) => name === "write_file")).toBe(true);
  const tools = (await waiting()).flatMap(({ id, name, definitionDigest }) =>
    name === "write_file"
      ? [{ id, definitionDigest, operationClass: "data.write" as const, reversibility: "irreversible" as const }]
      : [],
  );
  await agreed(approveServerToolsOp, { tools });
}

test("an agent with an owner, whose calls are bounded and delivered, rises to enforce, and the rise is noted", async () => {
  const [owner] = (await call(listPeopleOp, {})).items;
  const { version } = await call(getAgentOp, { id: agent.agentId });
  await agreed(editAgentOp, { id: agent.agentId, version, ownerId: owner?.id ?? null });
  const place = { kind: "file", settings: { file: "maturity.ndjson" }, sends: ["calls"] } as const;
  await call(createSinkOp, { name: "Maturity archive", place: { ...place, sends: ["calls"] } });
  await approveWriting();
  await approveTools(agent.server);
  await publishFilePolicies(agent);
  const read = () =>
    client.callTool({ name: "read_text_file", arguments: { path: path.join(agent.folder, "open", "hello.txt") } }).then(
      () => true,
      () => false,
    );
  await expect.poll(read).toBe(true);
  const target = path.join(agent.folder, "payments", "held.txt");
  const held = client.callTool({ name: "write_file", arguments: { path: target, content: "x" } }).catch(() => null);
  await expect.poll(stage, { timeout: 60_000, intervals: [1_000] }).toBe("enforce");
  await expect.poll(async () => (await newest())?.toStage, { timeout: 60_000, intervals: [1_000] }).toBe("enforce");
  void held;
});

test("its proxy stops: within a minute it has fallen, and the agent, the trend and the list say why", async ({
  page,
}) => {
  const stopped = Date.now();
  await client.close();
  await expect.poll(async () => (await newest())?.toStage, { timeout: 60_000, intervals: [500] }).toBe("observe");
  expect(Date.now() - stopped).toBeLessThan(60_000);
  const why = /Maturing agent proxy has been silent since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\./;
  expect((await newest())?.fell[0]).toMatchObject({ requirement: "connected", why: expect.stringMatching(why) });

  await page.goto(`/agents/${agent.agentId}`);
  const history = page.locator("#history");
  await expect(history.getByText("From enforce to observe")).toBeVisible();
  await expect(history.getByText(why).first()).toBeVisible();

  await page.goto("/?days=7");
  const trend = page.locator("#trend");
  await expect(trend.getByText(why).first()).toBeVisible();
  await expect(trend.getByRole("link", { name: agent.name }).first()).toBeVisible();

  await page.goto("/maturity#actions");
  await page.getByRole("link", { name: /Reconnect the points of/ }).click();
  await expect(page.getByRole("heading", { name: "Its points are connected" })).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(agent.name) })).toContainText("silent since");
});
