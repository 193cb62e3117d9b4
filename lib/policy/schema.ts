/** The Cedar schema of an organisation, from the tools that it has approved. */
import type { Ctx } from "@/lib/db/ctx";
import { cedarSchema } from "@/sdk/cedar/schema";
import { bundleTools } from "./bundle-inventory";

export async function organisationSchema(ctx: Ctx): Promise<object> {
  return cedarSchema(await bundleTools(ctx));
}
