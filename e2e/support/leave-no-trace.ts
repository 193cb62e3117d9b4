/** Test files that share a process: each leaves the environment and the clock as it found them. */
import { randomBytes } from "node:crypto";
import { afterAll, vi } from "vitest";

// The application reads its master key once a process.
process.env.GATEHOUSE_SECRET ??= randomBytes(32).toString("base64");
const found = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in found)) delete process.env[name];
  Object.assign(process.env, found);
});
