import { command } from "@/lib/audit/command";
import { createApiKeyOp } from "./contract";
import { mintApiKey } from "./mint-api-key";

export const createApiKey = command(createApiKeyOp, async (tx, input) => {
  const { apiKey, secret, event } = await mintApiKey(tx, input);
  return { result: { ...apiKey, secret }, event };
});
