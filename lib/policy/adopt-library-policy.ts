import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { createPolicy, refuseTaken } from "./create-policy";
import { createPolicyTest } from "./create-policy-test";
import { fillEntry } from "./fill-entry";
import { adoptLibraryPolicyOp } from "./library-contract";
import { knownEntry, refuseProblems, surroundings } from "./library-rows";
import type { Origin } from "./origin";
import { readPolicy } from "./rows";
import { lockBundles } from "./sign-bundle";

export const adoptLibraryPolicy = command(adoptLibraryPolicyOp, async (tx, { entry: id, slug, title, blanks }) => {
  const entry = knownEntry(id);
  // The draft that the cases are tried against is the one that they are kept beside.
  await lockBundles(tx);
  await refuseTaken(tx, slug);
  const filled = await fillEntry(entry, slug, blanks, await surroundings(tx, tx.now));
  refuseProblems(filled);
  if (filled.text === null) throw new Refusal("invalid_input", "These blanks make no policy.");
  const policy = await createPolicy(tx, { slug, title, text: filled.text });
  const origin: Origin = { entry: entry.id, version: entry.version };
  await tx.db.policy.update({ where: { id_orgId: { id: policy.id, orgId: tx.orgId } }, data: { library: origin } });
  for (const { result: _, without: __, needed: ___, ...terms } of filled.tests) await createPolicyTest(tx, terms);
  return {
    result: { policy: await readPolicy(tx, policy.id), tests: filled.tests.length },
    event: {
      action: "policy.adopted",
      target: { kind: "policy", id: policy.id, name: slug },
      detail: { ...origin, blanks, tests: filled.tests.map(({ name }) => name) },
    },
  };
});
