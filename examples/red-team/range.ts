/** What the attacks act on: a server that logs what reaches it, the framework's agent before it, and Gatehouse's proxy in between. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Agent, MCPServerStdio, run } from "@openai/agents";
import { expect, onTestFinished } from "vitest";
import { digestOf } from "../../sdk/canonical.ts";
import { loadWasm } from "../../sdk/cedar/load-wasm.ts";
import type { Call } from "../../sdk/redteam/scripted-agent.ts";
import { definitionOf, type ScenarioSetting, type TargetTool } from "../../sdk/redteam/target.ts";
import { targetSource } from "../../sdk/redteam/target-source.ts";
import { bundlePolicy, bundleTool } from "../../sdk/testing/bundle-fixture.ts";
import { FakeGateway } from "../../sdk/testing/fake-gateway.ts";
import { cli } from "../../sdk/testing/run-cli.ts";
import type { BundlePolicy } from "../../sdk/wire/bundle.ts";
import { JsonObject } from "../../sdk/wire/words.ts";
import { temporaryDirectory } from "../support/ground.ts";
import { ObedientModel } from "./obedient-model.ts";

export const SERVER = "rt";

export async function gatewayUp(): Promise<FakeGateway> {
  const gateway = await FakeGateway.start();
  onTestFinished(() => gateway.down());
  return gateway;
}

/** A server as it stands; what reached it is what happened. */
export function server(tools: readonly TargetTool[]) {
  const directory = temporaryDirectory();
  const [program, file, log, memory] = ["target.cjs", "served.json", "log", "memory"].map((name) =>
    path.join(directory, name),
  ) as [string, string, string, string];
  const answers = Object.fromEntries(tools.flatMap(({ name, answer }) => (answer ? [[name, answer]] : [])));
  writeFileSync(program, targetSource);
  writeFileSync(file, JSON.stringify({ name: SERVER, tools: tools.map(definitionOf), answers }));
  const ran = (): string[] =>
    existsSync(log)
      ? readFileSync(log, "utf8")
          .trim()
          .split("\n")
          .map((line) => (JSON.parse(line) as { tool: string }).tool)
      : [];
  return { command: [process.execPath, program, file, log, memory], ran };
}

/** A session of the framework with the server as it is, or with Gatehouse's proxy before it; a task each time that it is asked. */
export async function session(command: readonly string[]) {
  const [program = "", ...args] = command;
  const mcp = new MCPServerStdio({ command: program, args, env: { PATH: process.env.PATH ?? "" } });
  await mcp.connect();
  onTestFinished(() => mcp.close());
  return {
    async work(...task: Call[]): Promise<void> {
      const agent = new Agent({ name: "Worker", model: new ObedientModel(task), mcpServers: [mcp] });
      expect((await run(agent, "Do the task.", { maxTurns: 12 })).finalOutput).toBe("Done.");
    },
    /** The proxy has handed in its records by then. */
    close: () => mcp.close(),
  };
}

/** The agent's task, done by the framework from beginning to end. */
export async function worked(command: readonly string[], task: Call): Promise<void> {
  const { work, close } = await session(command);
  await work(task).finally(close);
}

export const governed = (gateway: FakeGateway, command: readonly string[]): string[] => [
  ...[process.execPath, cli, "mcp", "--agent", "agent-1", "--server", SERVER, "--url", gateway.url],
  ...["--enroll", gateway.enrolToken(), "--state", path.join(temporaryDirectory(), "state"), "--", ...command],
];

export const approved = (tools: readonly TargetTool[]) =>
  tools.map((one) => {
    const definition = definitionOf(one);
    const inputSchema = JsonObject.parse(definition.inputSchema);
    return bundleTool(`${SERVER}/${one.name}`, {
      pin: digestOf(definition),
      operationClass: one.operationClass,
      inputSchema,
    });
  });

/** The policies of an attack of the library, as a bundle carries them. */
export const policiesOf = ({ policies }: Pick<ScenarioSetting, "policies">): BundlePolicy[] =>
  policies.map(({ slug, title, text }) => {
    const answer = loadWasm().policyToJson(text.replaceAll("{agent}", "agent-1").replaceAll("{server}", SERVER));
    if (answer.type === "failure") throw new Error(`${slug}: ${answer.errors[0]?.message}`);
    const cedar = JsonObject.parse({ ...answer.json, annotations: { id: slug } });
    const { effect } = answer.json;
    return { ...bundlePolicy(effect, null), id: slug, title, cedar };
  });
