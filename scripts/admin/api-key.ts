import { recordAudit } from "@/lib/audit/record";
import { database } from "@/lib/db/client";
import { systemContext, transaction } from "@/lib/db/ctx";
import { createApiKeyOp } from "@/lib/identity/contract";
import { mintApiKey } from "@/lib/identity/mint-api-key";
import { KeyRole } from "@/lib/shared/permissions";
import { type AdminCommand, CannotGoOn, textOf, type Values } from "./admin-command";
import { organisation } from "./organisation";

export const apiKey: AdminCommand = {
  summary: "Make an API key and print it, and nothing else, on standard output",
  usage: `api-key --role ${KeyRole.options.join("|")} --name NAME [--org ID] [--expires-days DAYS]`,
  options: {
    role: { type: "string" },
    name: { type: "string" },
    org: { type: "string" },
    "expires-days": { type: "string" },
  },
  run: async (values) => {
    const input = inputOf(values);
    const secret = await transaction(systemContext("", "command line", database()), async (tx) => {
      const ctx = { ...tx, orgId: await organisation(tx, textOf(values, "org")) };
      const minted = await mintApiKey(ctx, input);
      await recordAudit(ctx, minted.event);
      return minted.secret;
    });
    console.log(secret);
    return 0;
  },
};

function inputOf(values: Values) {
  const days = textOf(values, "expires-days");
  const parsed = createApiKeyOp.input.safeParse({
    role: textOf(values, "role"),
    name: textOf(values, "name"),
    ...(days === undefined ? {} : { expiresInDays: Number(days) }),
  });
  if (parsed.success) return parsed.data;
  const wrong = [...new Set(parsed.error.issues.map((issue) => optionNames[String(issue.path[0])] ?? "an option"))];
  throw new CannotGoOn(`Missing or not valid: ${wrong.join(", ")}.`, `Usage: ${apiKey.usage}`, 2);
}

const optionNames: Record<string, string> = { role: "--role", name: "--name", expiresInDays: "--expires-days" };
