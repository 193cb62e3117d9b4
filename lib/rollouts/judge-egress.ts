/** Private to this folder: a request out of a sandbox, judged by the profile that is in force and by the one on trial. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { trialProfileOf } from "@/lib/policy/ring-contract";
import { ruleFor, tunnelTo } from "@/sdk/egress/egress-rules";
import { isEgressMethod } from "@/sdk/egress/egress-tools";
import { type EgressRule, Profile } from "@/sdk/sandbox/profile";
import type { Row } from "./rows";

export type ProfileSets = { name: string; before: readonly EgressRule[]; after: readonly EgressRule[] };
type Passes = { before: boolean; after: boolean };

const Asked = z.object({ host: z.string(), port: z.int(), path: z.string().default("/") });
const TOOLS = "egress/";

/** Null for a roll-out of policies alone. */
export async function profileSetsOf({ db, orgId }: Ctx, row: Row): Promise<ProfileSets | null> {
  const trial = trialProfileOf(row);
  if (!trial) return null;
  const rows = await db.sandboxProfileVersion.findMany({
    where: { orgId, profileId: trial.id, version: { in: [trial.before, trial.version] } },
  });
  const rulesOf = (version: number): readonly EgressRule[] => {
    const text = rows.find((one) => one.version === version)?.text;
    return text === undefined ? [] : Profile.parse(JSON.parse(text)).egress;
  };
  return { name: trial.name, before: rulesOf(trial.before), after: rulesOf(trial.version) };
}

/** Null when it is no request out of a sandbox, or what is recorded of it does not say where to. Pure. */
export function judgeEgress(tool: string, args: unknown, { before, after }: ProfileSets): Passes | null {
  const method = tool.startsWith(TOOLS) ? tool.slice(TOOLS.length).toUpperCase() : "";
  const asked = Asked.safeParse(args);
  if (!isEgressMethod(method) || !asked.success) return null;
  const { host, port, path } = asked.data;
  const passes = (rules: readonly EgressRule[]): boolean => {
    try {
      if (method === "CONNECT") tunnelTo(rules, { host, port });
      else ruleFor(rules, { host, port, method, path, query: "" });
      return true;
    } catch {
      return false;
    }
  };
  return { before: passes(before), after: passes(after) };
}
