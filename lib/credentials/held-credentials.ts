import { type Ctx, systemContext } from "@/lib/db/ctx";
import type { Credential, CredentialState } from "./contract";
import { readCredentials } from "./rows";

export type HeldCredential = Omit<Credential, "state"> & { state: Exclude<CredentialState, "ended"> };

/** What agents hold now, for those who judge them. That one is shared is a fact of the organisation, whoever looks. */
export async function heldCredentials(
  { orgId, db }: Pick<Ctx, "orgId" | "db">,
  now: Date,
  agentIds?: readonly string[],
): Promise<HeldCredential[]> {
  const all = await readCredentials(systemContext(orgId, "credentials", db), { agentIds, ended: false }, now);
  return all.flatMap(({ state, ...one }) => (state === "ended" ? [] : { ...one, state }));
}
