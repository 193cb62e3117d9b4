import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { ScanReport } from "../wire/discovery.ts";
import { scan } from "./scan.ts";
import { fingerprintOf } from "./secrets.ts";
import { BOUNDS } from "./walk.ts";

/** Of the right shape, and nobody's: put together here, so that no scanner of this repository takes it for one. */
const key = (start: string, length = 40): string =>
  `${start}${"q7Wz9KpL2mXc4VbN8sRt1HgF3jDy6TaE0uYiOoPk5".repeat(3).slice(0, length)}`;
const ANTHROPIC = key("sk-ant-api03-", 60);
const GITHUB = key("ghp_", 36);
const PLAIN = key("", 30);

function tree(files: Record<string, string | Buffer>): string {
  const root = temporaryDirectory();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}
const found = (files: Record<string, string | Buffer>) => scan(tree(files), "acme").report.found;
const json = (value: unknown) => JSON.stringify(value, null, 2);

describe("never", () => {
  test("shows or reports a secret, wherever it stands", () => {
    const files = {
      ".env": `ANTHROPIC_API_KEY=${ANTHROPIC}\n`,
      "app.py": `client = Client(api_key="${ANTHROPIC}")\n`,
      ".mcp.json": json({
        mcpServers: {
          hub: {
            command: "npx",
            args: ["-y", "hub", "--api-key", PLAIN, `TOKEN=${PLAIN}`],
            env: { GITHUB_TOKEN: GITHUB },
          },
          web: {
            url: `https://me:${PLAIN}@mcp.example.test/${PLAIN}/mcp?key=${PLAIN}`,
            headers: { Authorization: `Bearer ${PLAIN}` },
          },
        },
      }),
      ".codex/config.toml": `[mcp_servers.docs]\ncommand = "docs"\nargs = ["--token=${PLAIN}"]\n[mcp_servers.docs.env]\nDOCS_KEY = "${PLAIN}"\n`,
    };
    const text = JSON.stringify(found(files));
    for (const secret of [ANTHROPIC, GITHUB, PLAIN]) expect(text).not.toContain(secret);
    for (const secret of [ANTHROPIC, GITHUB, PLAIN]) expect(text).toContain(fingerprintOf(secret));
    expect(text).toContain('"file":"app.py","line":1');
  });

  test("gives the fingerprint of what is short enough to be guessed, or stands elsewhere", () => {
    const servers = {
      a: {
        command: "a",
        env: { PASSWORD: "hunter2", TOKEN: "$MY_TOKEN_IN_ELSEWHERE", KEY: "{{ key.of.the.server }}" },
      },
    };
    const [client] = found({ ".mcp.json": json({ mcpServers: servers }) });
    expect(client).toMatchObject({ secrets: [], servers: [{ variables: ["PASSWORD", "TOKEN", "KEY"] }] });
  });

  test("follows a link, out of the directory or inside it", () => {
    const outside = tree({ "package.json": json({ dependencies: { langchain: "1" } }) });
    const root = tree({ "readme.md": "x" });
    symlinkSync(outside, path.join(root, "out"));
    symlinkSync(path.join(outside, "package.json"), path.join(root, "package.json"));
    const { report, walked } = scan(root, "acme");
    expect(report.found).toEqual([]);
    expect(walked.links).toBe(2);
  });

  test("looks into dependencies, binary files, and folders that the repository ignores by name", () => {
    const manifest = json({ dependencies: { langchain: "1" } });
    const files = {
      ".gitignore": "out/\n*.log\n",
      "node_modules/x/package.json": manifest,
      "out/package.json": manifest,
      "code.py": Buffer.from(`import langchain\0`),
    };
    expect(found(files)).toEqual([]);
  });
});

describe("says that not all was looked at", () => {
  const files = { "a/b/c.py": "import crewai\n", "d.py": "import crewai\n", "e.py": `x = "${"y".repeat(2000)}"\n` };
  test.each([
    ["depth", { ...BOUNDS, depth: 1 }],
    ["number", { ...BOUNDS, files: 1 }],
    ["the size of a file", { ...BOUNDS, fileBytes: 1000 }],
    ["size", { ...BOUNDS, totalBytes: 100 }],
  ])("when a bound of %s is reached", (_, bounds) => {
    const { report, walked } = scan(tree(files), "acme", bounds);
    expect(report.complete).toBe(false);
    expect(walked.short).toHaveLength(1);
  });
});

describe("finds", () => {
  test("frameworks in manifests, lock files and code, each with the version and where", () => {
    const files = {
      "web/package.json": json({ name: "@acme/web", dependencies: { "@langchain/langgraph": "^1.0.0", ai: "7.0.0" } }),
      "web/package-lock.json": json({
        packages: {
          "node_modules/@langchain/langgraph": { version: "1.15.0" },
          "node_modules/openai": { version: "7.1.0" },
        },
      }),
      "web/src/run.ts":
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nconst key = process.env.OPENAI_API_KEY;\n',
      "py/pyproject.toml":
        '[project]\nname = "claims"\ndependencies = [\n  "crewai[tools]>=1.2", # agents\n  "boto3",\n]\n[tool.poetry.group.dev.dependencies]\ngoogle-adk = {version = "^1.9"}\n',
      "old/requirements.txt": "# pinned\npydantic_ai==1.4.0\nopenai-agents\n",
      "net/App.csproj": '<PackageReference Include="Microsoft.SemanticKernel" Version="1.60.0" />',
      "go/go.mod": "module x\nrequire (\n\tgithub.com/tmc/langchaingo v0.1.13\n)\n",
    };
    const by = new Map(found(files).map((one) => [one.path, one]));
    const frameworks = (folder: string) =>
      by.get(folder)?.frameworks.map(({ id, version, how }) => `${id} ${version} ${how}`);
    expect(frameworks("web")).toEqual([
      "ai-sdk 7.0.0 declared",
      "claude-agent-sdk null imported",
      "langgraph 1.15.0 declared",
      "openai 7.1.0 locked",
    ]);
    expect(by.get("web")).toMatchObject({
      key: "project:web",
      name: "@acme/web",
      variables: [{ name: "OPENAI_API_KEY", provider: "OpenAI", places: [{ file: "web/src/run.ts", line: 2 }] }],
    });
    expect(frameworks("py")).toEqual(["crewai >=1.2 declared", "google-adk ^1.9 declared"]);
    expect(by.get("py")).toMatchObject({
      name: "claims",
      frameworks: [{ places: [{ file: "py/pyproject.toml", line: 4 }] }, {}],
    });
    expect(frameworks("old")).toEqual(["openai-agents null declared", "pydantic-ai ==1.4.0 declared"]);
    expect(frameworks("net")).toEqual(["semantic-kernel 1.60.0 declared"]);
    expect(frameworks("go")).toEqual(["langchain v0.1.13 declared"]);
  });

  test("the servers that MCP clients are given, in each client's own format", () => {
    const stdio = { command: "npx", args: ["-y", "@acme/files", "/srv"], env: { LOG: "info" } };
    const files = {
      "claude_desktop_config.json": json({ mcpServers: { files: stdio } }),
      ".cursor/mcp.json": json({ mcpServers: { files: stdio, web: { url: "https://mcp.example.test/mcp?x=1" } } }),
      ".vscode/mcp.json": `{\n  // comment\n  "servers": { "files": ${JSON.stringify({ type: "stdio", ...stdio })}, },\n}`,
      ".windsurf/mcp_config.json": json({ mcpServers: { web: { serverUrl: "https://mcp.example.test/sse" } } }),
      ".gemini/settings.json": json({ theme: "x", mcpServers: { web: { httpUrl: "https://mcp.example.test/mcp" } } }),
      ".zed/settings.json": json({
        context_servers: { files: { command: { path: "files", args: ["--x"], env: {} } } },
      }),
      "opencode.json": json({
        mcp: { files: { type: "local", command: ["bun", "x", "files"], environment: { A: "b" } } },
      }),
      ".codex/config.toml":
        '[mcp_servers.web]\nurl = "https://mcp.example.test/mcp"\nbearer_token_env_var = "WEB_TOKEN"\n[mcp_servers."my files"]\ncommand = "files"\nargs = ["a", "b"]\n',
    };
    const by = new Map(found(files).map((one) => [one.path, one]));
    const servers = (file: string) =>
      by
        .get(file)
        ?.servers.map(({ name, command, url, variables }) => `${name} ${command ?? url} ${variables.join()}`.trim());
    expect(servers("claude_desktop_config.json")).toEqual(["files npx -y @acme/files /srv LOG"]);
    expect(servers(".cursor/mcp.json")).toEqual([
      "files npx -y @acme/files /srv LOG",
      "web https://mcp.example.test/mcp",
    ]);
    expect(by.get(".cursor/mcp.json")).toMatchObject({ key: "client:.cursor/mcp.json", name: "Cursor" });
    expect(servers(".vscode/mcp.json")).toEqual(["files npx -y @acme/files /srv LOG"]);
    expect(servers(".windsurf/mcp_config.json")).toEqual(["web https://mcp.example.test/sse"]);
    expect(servers(".gemini/settings.json")).toEqual(["web https://mcp.example.test/mcp"]);
    expect(servers(".zed/settings.json")).toEqual(["files files --x"]);
    expect(servers("opencode.json")).toEqual(["files bun x files A"]);
    expect(servers(".codex/config.toml")).toEqual(["web https://mcp.example.test/mcp WEB_TOKEN", "my files files a b"]);
  });

  test("agent cards of today's version and of the one before", () => {
    const card = {
      name: "Claims",
      description: "Settles claims",
      version: "2.0.0",
      capabilities: {},
      defaultInputModes: [],
      defaultOutputModes: [],
      skills: [{ id: "s", name: "settle", description: "", tags: [] }],
    };
    const files = {
      "public/.well-known/agent-card.json": json({
        ...card,
        supportedInterfaces: [
          { url: "https://a.example.test/a2a", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
        ],
      }),
      "old/.well-known/agent.json": json({ ...card, url: "https://b.example.test" }),
      "data/agent-card.json": json({ nothing: "of the kind" }),
    };
    expect(found(files).map(({ name, card }) => [name, card?.url, card?.skills])).toEqual([
      ["Claims", "https://b.example.test", ["settle"]],
      ["Claims", "https://a.example.test/a2a", ["settle"]],
    ]);
  });
});

test("what it hands over is what the console takes, whatever files are named and hold", () => {
  const files = {
    "\u202eevil\n/.mcp.json": json({
      mcpServers: { "\u0000\ud800": { command: "x".repeat(5000), env: { "": "", ["A".repeat(300)]: "b" } } },
    }),
    "package.json": json({ name: 7, dependencies: { langchain: { not: "text" } } }),
    "pyproject.toml": `[[[${"[".repeat(5000)}\nx = ${"[".repeat(5000)}\n"""`,
    ".cursor/mcp.json": "[",
  };
  const { report } = scan(tree(files), "acme");
  expect(ScanReport.safeParse({ ...report, repository: "acme", commit: null }).error).toBeUndefined();
  expect(report.found.map(({ kind }) => kind)).toEqual(["client", "project"]);
  expect(JSON.stringify(report)).not.toContain("\\u0000");
});
