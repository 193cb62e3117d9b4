/** What the journeys share: the signed-in admin, the management API, and a stock MCP client behind the real proxy. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type BrowserContext, test as base, type Page } from "@playwright/test";
import type { z } from "zod";
import { invitePointOp } from "@/lib/enforcement/contract";
import { approveServerToolsOp, listToolsOp, registerAgentOp } from "@/lib/inventory/contract";
import { createPolicyOp, publishBundleOp, saveRuleOp, simulateDecisionOp } from "@/lib/policy/contract";
import { api } from "./admin-api";
import { agreed, confirmed } from "./second-person";

export { adminState, api, consoleUrl } from "./admin-api";

const root = path.resolve(import.meta.dirname, "../..");
export const gatewayUrl = process.env.GATEWAY_URL ?? "";

export const adminPerson = { name: "Ada Admin", email: "ada@example.test", password: "correct horse battery staple" };

export type FilesAgent = {
  agentId: string;
  name: string;
  server: string;
  folder: string;
  token: string;
  stateDir: string;
};

/** A registered agent with a token for its proxy, and a folder for the real file server. */
export async function filesAgent(name: string, riskTier: "low" | "high" = "high"): Promise<FilesAgent> {
  const call = api();
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-files-"));
  for (const sub of ["open", "payments", "secrets"]) mkdirSync(path.join(folder, sub));
  writeFileSync(path.join(folder, "open", "hello.txt"), "hello from the real file server\n");
  writeFileSync(path.join(folder, "secrets", "key.txt"), "nobody reads this\n");
  const { id: agentId } = await call(registerAgentOp, {
    name,
    purpose: "Works with files in a journey",
    riskTier,
    team: name,
  });
  const { token } = await call(invitePointOp, { name: `${name} proxy`, kind: "mcp-proxy", agents: [agentId] });
  const server = `files-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
  return { agentId, name, server, folder, token, stateDir: mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-point-")) };
}

/** A stock MCP client whose server is reached only through `gatehouse mcp`. */
export async function connectThroughProxy({ agentId, server, folder, token, stateDir }: FilesAgent): Promise<Client> {
  const fileServer = path.join(root, "node_modules", "@modelcontextprotocol", "server-filesystem", "dist", "index.js");
  const client = new Client({ name: "journey", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [
        path.join(root, "sdk", "bin", "gatehouse.mjs"),
        "mcp",
        "--agent",
        agentId,
        "--server",
        server,
        "--",
        process.execPath,
        fileServer,
        folder,
      ],
      env: {
        PATH: process.env.PATH ?? "",
        GATEHOUSE_URL: gatewayUrl,
        GATEHOUSE_ENROL_TOKEN: token,
        GATEHOUSE_STATE_DIR: stateDir,
      },
      stderr: "pipe",
    }),
  );
  return client;
}

/** Approves whatever the proxy has reported of the agent's server, as a person would who knows the file server. */
export async function approveTools(server: string): Promise<void> {
  const call = api();
  await base.expect
    .poll(async () => (await call(listToolsOp, { server, state: "waiting" })).items.length)
    .toBeGreaterThan(5);
  const { items } = await call(listToolsOp, { server, state: "waiting" });
  await agreed(approveServerToolsOp, {
    tools: items.map(({ id, name, definitionDigest }) => {
      const writes = /^(write|edit|create|move)/.test(name);
      return {
        id,
        definitionDigest,
        operationClass: writes ? ("data.write" as const) : ("read" as const),
        reversibility: writes ? ("compensable" as const) : ("reversible" as const),
      };
    }),
  });
}

const adminAgrees: z.input<typeof saveRuleOp.input> = {
  slug: "journey-admin",
  title: "An admin agrees",
  stages: [{ title: "an admin", need: 1, from: [{ kind: "role", role: "admin" }] }],
};

/** Puts the drafts in force; a second person confirms where that weakens. */
export async function publish(note: string): Promise<void> {
  await confirmed(await api()(publishBundleOp, { note, reason: "for the journey" }));
}

/** Everything is allowed on the agent's server but secrets; payment files wait for whom the rule names. */
export async function publishFilePolicies({ agentId, server, folder }: FilesAgent, rule = adminAgrees): Promise<void> {
  const call = api();
  await confirmed(await call(saveRuleOp, { reason: "for the journey", ...rule }));
  await call(createPolicyOp, {
    slug: `${server}-open`,
    title: "The file server is open",
    text: `permit (principal == Agent::"${agentId}", action, resource == Server::"${server}");`,
  });
  await call(createPolicyOp, {
    slug: `${server}-secrets`,
    title: "Secrets are not read",
    text: `forbid (principal, action == Action::"${server}/read_text_file", resource) when { context.args.path like "*/secrets/*" };`,
  });
  await call(createPolicyOp, {
    slug: `${server}-payments`,
    title: "Payment files wait for an admin",
    text: `@checkpoint("${rule.slug}")\nforbid (principal, action == Action::"${server}/write_file", resource) when { context.args.path like "*/payments/*" };`,
  });
  await publish("a journey");
  await base.expect
    .poll(
      async () =>
        (await call(simulateDecisionOp, { agentId, tool: `${server}/list_directory`, arguments: { path: folder } }))
          .effect,
    )
    .toBe("allow");
}

type Fixtures = { hostileLog: undefined };
/** Fails a journey whose pages logged an error: what a user would never see must not hide there either. */
export const test = base.extend<Fixtures>({
  hostileLog: [
    async ({ page, browser }, use) => {
      const errors: string[] = [];
      const hear = (heard: Page) => {
        heard.on("pageerror", (error) => errors.push(error.message));
        heard.on("console", (message) => {
          if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) errors.push(message.text());
        });
      };
      const hearAll = (context: BrowserContext) => {
        context.pages().forEach(hear);
        context.on("page", hear);
        return () => context.off("page", hear);
      };
      hear(page);
      // Journeys of several people have contexts of their own, made before the test or in it.
      const others = browser.contexts().filter((context) => context !== page.context());
      const stop = others.map(hearAll);
      const make = browser.newContext;
      browser.newContext = async (options) => {
        const context = await make.call(browser, options);
        stop.push(hearAll(context));
        return context;
      };
      await use(undefined);
      browser.newContext = make;
      for (const end of stop) end();
      base.expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect } from "@playwright/test";
