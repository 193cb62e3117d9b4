import { mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { main } from "./main.ts";

let said = "";
let root = "";
beforeEach(() => {
  said = "";
  root = temporaryDirectory();
  vi.stubEnv("GATEHOUSE_API_KEY", "key-1");
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    }),
  );
  return () => {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  };
});

const put = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const agent = () =>
  put("package.json", JSON.stringify({ name: "support\u202e", dependencies: { langchain: "1.5.14" } }));

async function consoleOf(status: number, body: unknown) {
  const got: { url: string | undefined; key: string | undefined; body: unknown }[] = [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    got.push({ url: request.url, key: request.headers.authorization, body: JSON.parse(text) });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { url: `http://localhost:${typeof address === "object" ? address?.port : 0}`, got };
}

describe("is refused", () => {
  test("without a directory, with two, and for what is none", async () => {
    expect(await main(["discover"])).toBe(2);
    expect(await main(["discover", root, root])).toBe(2);
    expect(await main(["discover", path.join(root, "none")])).toBe(2);
  });

  test("a report without a key, before anything is looked at", async () => {
    vi.stubEnv("GATEHOUSE_API_KEY", "");
    expect(await main(["discover", root, "--report"])).toBe(2);
    expect(said).toMatch(/GATEHOUSE_API_KEY/);
  });

  test("a report that the console refuses, with its words", async () => {
    agent();
    const { url } = await consoleOf(403, { detail: "This needs the permission discovery:report." });
    expect(await main(["discover", root, "--report", "--console", url])).toBe(1);
    expect(said).toMatch(/discovery:report/);
  });
});

test("what is found is shown so that it cannot hide, and --check ends with 4", async () => {
  expect(await main(["discover", root, "--check"])).toBe(0);
  expect(said).toMatch(/No agent was found/);
  agent();
  expect(await main(["discover", root])).toBe(0);
  expect(await main(["discover", root, "--check"])).toBe(4);
  expect(said).toContain("support\\u{202e}");
  expect(said).toMatch(/framework {2}LangChain 1\.5\.14 {2}package\.json:1/);
});

test("the repository is known by its origin, without a secret, and the commit is read from its files", async () => {
  agent();
  const commit = "0123456789abcdef0123456789abcdef01234567";
  put(
    ".git/config",
    '[core]\n\tfsmonitor = "touch /tmp/never"\n[remote "origin"]\n\turl = https://token@git.example.test/acme/support.git\n',
  );
  put(".git/HEAD", "ref: refs/heads/main\n");
  put(".git/packed-refs", `${commit} refs/heads/main\n`);
  expect(await main(["discover", root, "--json"])).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ repository: "git.example.test/acme/support", commit, complete: true });
});

test("a report is handed over with the key, and what waits there is told", async () => {
  agent();
  const items = [{ key: "project:.", id: "sgt_1", state: "waiting" }];
  const { url, got } = await consoleOf(200, { items, gone: 2, isNew: 1 });
  const words = [
    "discover",
    root,
    "--report",
    "--console",
    url,
    "--repository",
    "https://me:secret@git.example.test/x",
  ];
  expect(await main([...words, "--check"])).toBe(4);
  expect(got).toMatchObject([
    {
      url: "/api/v1/discovery/scans",
      key: "Bearer key-1",
      body: { format: 1, repository: "https://git.example.test/x", found: [{ key: "project:." }] },
    },
  ]);
  expect(said).toMatch(/\[waiting\]/);
  expect(said).toMatch(/1 new, 2 no longer there/);
});
