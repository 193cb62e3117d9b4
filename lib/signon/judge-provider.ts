/** What a change of who vouches for people, or of what groups give, would weaken. Secrets are no part of it. */
import type { ProviderFact } from "@/lib/changes/act-facts";
import type { Judged } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import type { GroupRole, SignOnInput } from "./contract";
import { groupRolesOf, lockSignOn } from "./rows";

type Stored = Omit<SignOnInput, "clientSecret" | "newcomerRole"> & { newcomerRole: string | null };

const factOf = (from: Stored): ProviderFact => ({
  issuer: from.issuer,
  clientId: from.clientId,
  domains: [...from.domains],
  trustsAddress: from.trustsAddress,
  newcomerRole: from.newcomers ? from.newcomerRole : null,
  groupsClaim: from.groupsClaim,
});

export async function judgeProvider(tx: TxCtx, given: SignOnInput): Promise<Judged> {
  const known = await lockSignOn(tx);
  const [before, after] = [known && factOf(known), factOf(given)];
  return {
    kind: "provider",
    subject: "provider",
    title: `Identity provider ${given.name}`,
    base: known?.version ?? null,
    texts: [{ title: "Identity provider", before: textOf(before), after: textOf(after) }],
    weakenings: weakeningsOf("provider", { before, after, groups: { before: [], after: [] } }),
  };
}

export async function judgeGroups(tx: TxCtx, after: readonly GroupRole[]): Promise<Judged> {
  const before = await groupRolesOf(tx);
  const known = await lockSignOn(tx);
  // Groups alone change: who vouches stays.
  const stays = known ? factOf(known) : noProvider;
  const lines = (all: readonly GroupRole[]) => all.map(({ group, role }) => `${group}: ${role}`).sort();
  return {
    kind: "provider",
    subject: "groups",
    title: "Roles by group",
    base: lines(before),
    texts: [{ title: "Roles by group", before: lines(before).join("\n"), after: lines(after).join("\n") }],
    weakenings: weakeningsOf("provider", { before: stays, after: stays, groups: { before, after } }),
  };
}

const noProvider: ProviderFact = {
  issuer: "",
  clientId: "",
  domains: [],
  trustsAddress: false,
  newcomerRole: null,
  groupsClaim: null,
};
const textOf = (fact: ProviderFact | null): string => (fact ? JSON.stringify(fact, null, 2) : "");
