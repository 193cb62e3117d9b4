import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundleContent } from "../testing/bundle-fixture.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { main } from "./main.ts";
import { nameOfCommand } from "./point-directory.ts";

let said = "";

beforeEach(() => {
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("status shows what a running point holds, and one that is not enrolled", async () => {
  const home = temporaryDirectory();
  vi.stubEnv("HOME", home);
  const gateway = await testGateway();
  gateway.stopped.set("agent-9", "killed");
  gateway.publish(bundleContent());
  const stateDir = path.join(home, ".gatehouse/points/agent-1-fs");
  mkdirSync(path.join(home, ".gatehouse/points/empty"), { recursive: true });
  const point = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken(), name: "laptop\u001b" });
  expect(await main(["status"])).toBe(0);
  expect(said).toMatch(/not enrolled/);
  expect(said).toContain(`laptop\\u{001b} (${point.id})`);
  expect(said).toMatch(new RegExp(`process +${process.pid}`));
  expect(said).toMatch(/revision 1, minimum 1/);
  expect(said).toMatch(/low 3\d\d\d s, medium \d+ s/);
  expect(said).toMatch(/agent-9 killed/);
  said = "";
  expect(await main(["status", "--state", stateDir, "--json"])).toBe(0);
  expect(JSON.parse(said)).toMatchObject([{ pepId: point.id, revision: 1, spoolBytes: 0, unreportedGap: false }]);
});

test("a server that was given no name gets one from its command", () => {
  expect(nameOfCommand(["npx", "-y", "@scope/server-files", "/dir"])).toBe("server-files");
  expect(nameOfCommand(["node", "servers/tickets.mjs"])).toBe("tickets");
  expect(nameOfCommand(["/usr/bin/mcp-git"])).toBe("mcp-git");
});
