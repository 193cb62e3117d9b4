import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";

/** This file is read again in every worker: what is chosen at random is kept in the environment that they inherit. */
function once(name: string, choose: () => string): string {
  const value = process.env[name] ?? choose();
  process.env[name] = value;
  return value;
}

const listenOnce =
  "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})";
const freePort = () => execFileSync(process.execPath, ["-e", listenOnce], { encoding: "utf8" }).trim();

if (!process.env.GATEHOUSE_E2E) {
  process.env.GATEHOUSE_E2E = "1";
  for (const name of ["PORT", "GATEWAY_PORT", "GATEHOUSE_DATA_DIR", "APP_URL", "GATEWAY_URL"]) delete process.env[name];
}
const baseURL = once("APP_URL", () => `http://localhost:${once("PORT", freePort)}`);
once("GATEWAY_URL", () => `http://localhost:${once("GATEWAY_PORT", freePort)}`);
once("GATEHOUSE_DATA_DIR", () => mkdtempSync(path.join(tmpdir(), "gatehouse-e2e-")));

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.CHROMIUM ?? browsers.find((file) => existsSync(file));

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };
const phone = { ...devices["Desktop Chrome"], viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  // The journeys change what the organisation has, one after the other; beside them the pages are only looked at.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL,
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "set-up", testMatch: "set-up.spec.ts", use: desktop },
    {
      name: "desktop",
      testIgnore: ["set-up.spec.ts", "pages.spec.ts", "phone.spec.ts"],
      dependencies: ["set-up"],
      workers: 1,
      use: desktop,
    },
    { name: "pages", testMatch: "pages.spec.ts", dependencies: ["set-up"], workers: 1, use: desktop },
    { name: "phone", testMatch: "phone.spec.ts", dependencies: ["desktop"], workers: 1, use: phone },
  ],
  webServer: {
    command: "node scripts/e2e-server.mjs",
    url: `${baseURL}/api/ready`,
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
