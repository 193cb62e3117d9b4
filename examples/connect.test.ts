/** The code that docs/connect and the console show, run as it stands there with the words in capitals filled in. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { fillSnippet } from "../components/enforcement/fill-snippet.ts";
import { type SdkKind, sdkKinds, sdkSnippets } from "../components/enforcement/sdk-snippets.ts";
import { AGENT, startGateway, temporaryDirectory } from "./support/ground.ts";
import { messagesApi } from "./support/messages-api.ts";

const example = (kind: SdkKind, file: string): string => path.join(import.meta.dirname, kind, file);

/** Runs a snippet like a program of its own, against a gateway that has just made a token for it. */
async function start(
  kind: SdkKind,
  gatewayUrl: string,
  token: string,
): Promise<{ ended: Promise<unknown>; said: unknown[] }> {
  const text = fillSnippet(sdkSnippets[kind], { agentId: AGENT, server: "billing", gatewayUrl, token });
  const file = example(kind, `connect.run-${process.pid}.ts`);
  writeFileSync(file, text.replace('".gatehouse-point"', JSON.stringify(temporaryDirectory())));
  onTestFinished(() => rmSync(file, { force: true }));
  const said: unknown[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line) => said.push(line));
  onTestFinished(() => log.mockRestore());
  return { ended: import(file), said };
}

test.each(sdkKinds)("what is shown for %s connects, and shows a hold that people release", async (kind) => {
  if (kind === "claude-agent-sdk") await scriptClaude();
  const gateway = await startGateway("billing");
  const { ended, said } = await start(kind, gateway.url, gateway.enrolToken());
  gateway.approve(await gateway.held());
  await ended;
  const { done }: { done: string[] } = await import(example(kind, "your-agent.ts"));
  expect(done).toContain("refund i-1");
  expect(said).toHaveLength(1);
  expect(gateway.records.heartbeats.length).toBeGreaterThan(0);
  if (kind === "guard") return;
  expect(done).toEqual(["read_invoice i-1", "refund i-1"]);
  expect(gateway.records.calls().map(({ effect }) => effect)).toEqual(["allow", "deny", "hold", "allow"]);
});

test.each(sdkKinds)("what is shown for %s is the file that is checked with the framework's types", (kind) => {
  expect(readFileSync(example(kind, "connect.ts"), "utf8")).toBe(sdkSnippets[kind]);
});

async function scriptClaude(): Promise<void> {
  const use = (name: string) => [{ id: `toolu_${name}`, name: `mcp__billing__${name}`, input: { invoice: "i-1" } }];
  const api = await messagesApi([use("read_invoice"), use("delete_customer"), use("refund"), "Done."]);
  const home = temporaryDirectory();
  vi.stubEnv("ANTHROPIC_BASE_URL", api.url);
  vi.stubEnv("ANTHROPIC_API_KEY", "none");
  vi.stubEnv("CLAUDE_CONFIG_DIR", home);
  vi.stubEnv("HOME", home);
  vi.stubEnv("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}
