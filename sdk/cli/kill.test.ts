import http from "node:http";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { main } from "./main.ts";

let said = "";

beforeEach(() => {
  said = "";
  vi.stubEnv("GATEHOUSE_API_KEY", "key-1");
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Seen = { route: string; key: string | undefined; body: string };

/** A console that gives the answers in turn, the last one again and again. */
async function fakeConsole(answers: { status?: number; body: unknown }[]) {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ route: `${request.method} ${request.url}`, key: request.headers.authorization, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer?.status ?? 200, { "content-type": "application/json" }).end(JSON.stringify(answer?.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://localhost:${port}`, seen };
}

const point = (name: string, state: string, ms: number | null) => ({
  pepId: name,
  name,
  state,
  ms,
  leaseEndsAt: "2026-01-01T00:00:30.000Z",
});
const order = (...points: object[]) => ({ body: { orderId: "order-1", agentName: "Ann", points } });

test("with --wait the order is followed until every point has confirmed, and the times are shown", async () => {
  const { url, seen } = await fakeConsole([
    order(point("laptop", "pending", null)),
    order(point("laptop", "pending", null)),
    order(point("laptop\u001b[2J", "confirmed", 12.4)),
  ]);
  expect(await main(["kill", "agent/1", "--reason", "test", "--wait", "--console", url])).toBe(0);
  expect(seen[0]).toEqual({
    route: "POST /api/v1/agents/agent%2F1/kill",
    key: "Bearer key-1",
    body: '{"reason":"test"}',
  });
  expect(seen.slice(1).map(({ route }) => route)).toEqual(Array(2).fill("GET /api/v1/stop-orders/order-1"));
  expect(said).toMatch(/Ann is killed/);
  expect(said).toMatch(/confirmed +12 ms {2}laptop/);
  expect(said).not.toContain("\u001b");
});

test("a point out of reach is shown with the end of its lease, and is a failure when waited for", async () => {
  const { url } = await fakeConsole([order(point("laptop", "unreachable", null))]);
  expect(await main(["kill", "agent-1", "--wait", "--console", url])).toBe(1);
  expect(said).toMatch(/unreachable +until 2026-01-01T00:00:30.000Z at most/);
});

test("a refusal, a console that is not there and a missing key each say what to do", async () => {
  const { url } = await fakeConsole([{ status: 403, body: { detail: "Your key may not stop agents." } }]);
  expect(await main(["kill", "agent-1", "--console", url])).toBe(1);
  expect(said).toMatch(/refused: Your key may not stop agents/);
  expect(await main(["kill", "agent-1", "--console", "http://localhost:1"])).toBe(1);
  expect(said).toMatch(/cannot be reached/);
  vi.stubEnv("GATEHOUSE_API_KEY", "");
  expect(await main(["kill", "agent-1", "--console", url])).toBe(2);
  expect(said).toMatch(/GATEHOUSE_API_KEY/);
  expect(await main(["kill", "--console", url])).toBe(2);
});

const preview = {
  body: {
    title: "Provider acme",
    confirm: "acme",
    agentCount: 2,
    agents: [{ name: "Ann\u001b[2J" }],
    toolCount: 0,
    pointCount: 1,
    unreachableCount: 0,
    heldCount: 1,
    runningCount: 0,
    recentCount: 4,
    minutes: 10,
  },
};

test.each([
  [["--provider", "acme"], { kind: "provider", provider: "acme" }],
  [["--tool", "fs/read"], { kind: "tool", tool: "fs/read" }],
  [["--server", "fs"], { kind: "server", server: "fs" }],
  [["--owner", "a@example.test"], { kind: "owner", owner: "a@example.test" }],
  [["--credential", "key-1"], { kind: "credential", credential: "key-1" }],
  [["--delegation", "a:b"], { kind: "delegation", from: "a", to: "b" }],
  [["--everything"], { kind: "everything" }],
])("%s is previewed, and with --yes ordered under the name that the preview asks for", async (flags, scope) => {
  const { url, seen } = await fakeConsole([preview, order(point("laptop", "confirmed", 3))]);
  expect(await main(["kill", ...flags, "--yes", "--reason", "test", "--console", url])).toBe(0);
  expect(seen.map(({ route }) => route)).toEqual(["POST /api/v1/stop-orders/preview", "POST /api/v1/stop-orders"]);
  expect(JSON.parse(seen[1]?.body ?? "")).toEqual({ scope, reason: "test", confirm: "acme" });
  expect(said).not.toContain("\u001b");
});

test("a scope without --yes, without a reason, or beside another one stops nothing", async () => {
  const { url, seen } = await fakeConsole([preview]);
  expect(await main(["kill", "--everything", "--reason", "test", "--console", url])).toBe(2);
  expect(await main(["kill", "--everything", "agent-1", "--yes", "--reason", "x", "--console", url])).toBe(2);
  expect(await main(["kill", "--delegation", "a", "--yes", "--reason", "x", "--console", url])).toBe(2);
  expect(await main(["kill", "--everything", "--yes", "--console", url])).toBe(2);
  expect(seen.filter(({ route }) => route === "POST /api/v1/stop-orders")).toEqual([]);
});

test("a release that takes a second person says who, and a lonely operator what to do", async () => {
  const request = { id: "rel-1", title: "Ann", expiresAt: "2026-01-01T01:00:00.000Z", confirmers: ["Bob"] };
  const { url, seen } = await fakeConsole([
    { body: { order: null, request } },
    { body: { order: null, request: { ...request, confirmers: [] } } },
  ]);
  expect(await main(["release", "order-1", "--console", url])).toBe(2);
  expect(await main(["release", "order-1", "--reason", "mended", "--console", url])).toBe(0);
  expect(seen[0]?.route).toBe("POST /api/v1/stop-orders/order-1/release");
  expect(said).toMatch(/Nothing is released yet.*Bob/);
  expect(await main(["release", "order-1", "--reason", "mended", "--console", url])).toBe(0);
  expect(said).toMatch(/nobody else here may confirm.*invites/);
});
