/** The management API with a key that the admin made: somebody answers for what is asked with it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createApiKeyOp } from "@/lib/identity/contract";
import { path as pathOf } from "@/lib/shared/operation";
import { type Management, management } from "./management";

export const dataDir = process.env.GATEHOUSE_DATA_DIR ?? "";
export const consoleUrl = process.env.APP_URL ?? "";
/** Cookies of the admin that the set-up journey made. */
export const adminState = path.join(dataDir, "e2e-admin.json");

/** One key for all journeys of a run. */
export function api(): Management {
  return async (op, input) => management(await keyOfAdmin(), consoleUrl)(op, input);
}

async function keyOfAdmin(): Promise<string> {
  const file = path.join(dataDir, "e2e-key");
  if (existsSync(file)) return readFileSync(file, "utf8");
  const { cookies } = JSON.parse(readFileSync(adminState, "utf8")) as { cookies: { name: string; value: string }[] };
  const response = await fetch(`${consoleUrl}/api${pathOf(createApiKeyOp)}`, {
    method: "POST",
    headers: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
      origin: consoleUrl,
      "content-type": "application/json",
    },
    body: JSON.stringify({ name: "journeys", role: "admin" }),
  });
  if (!response.ok) throw new Error(`no key was made: ${response.status} ${await response.text()}`);
  const { secret } = createApiKeyOp.output.parse(await response.json());
  writeFileSync(file, secret, { mode: 0o600 });
  return secret;
}
