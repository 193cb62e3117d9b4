import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { connectKinds, connectKindWords } from "./connect-kinds";
import { fillSnippet } from "./fill-snippet";
import { sdkKinds, sdkSnippets } from "./sdk-snippets";

const page = (kind: string): string => readFileSync(`docs/connect/${kind}.md`, "utf8");

test.each(sdkKinds)("the page about %s shows the same code, and the same command, as the console", (kind) => {
  expect(page(kind)).toContain(`\`\`\`ts\n${sdkSnippets[kind]}\`\`\`\n`);
  expect(page(kind)).toContain(`\`\`\`sh\n${connectKindWords[kind].install}\n\`\`\`\n`);
});

test("every kind is in the table of kinds", () => {
  const readme = page("README");
  for (const kind of connectKinds) expect(readme).toContain(kind);
});

describe("fillSnippet", () => {
  const hostile = {
    agentId: 'a"; process.exit() //',
    server: "x`$&",
    gatewayUrl: "http://h/\n",
    token: "TOKEN $& $1 SERVER",
  };

  it.each(sdkKinds)("leaves no place open in the code for %s, and puts in what it was given", (kind) => {
    const text = fillSnippet(sdkSnippets[kind], { ...hostile, token: "gh_x", agentId: "agt_1" });
    expect(text).toContain('"gh_x"');
    expect(text).toContain('"agt_1"');
    expect(text).not.toMatch(/"(GATEWAY_URL|AGENT_ID|TOKEN|SERVER)/);
  });

  it("makes strings of whatever it is given", () => {
    const text = fillSnippet('["AGENT_ID", "SERVER/refund", "GATEWAY_URL", "TOKEN"]', hostile);
    expect(JSON.parse(text)).toEqual([hostile.agentId, `${hostile.server}/refund`, hostile.gatewayUrl, hostile.token]);
  });
});
