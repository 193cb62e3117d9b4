/** Which policies differ between two sets. Pure. */
import type { Named } from "./chosen-set";
import type { TextChange } from "./review-contract";

export function textChanges(before: readonly Named[], after: readonly Named[]): TextChange[] {
  const old = new Map(before.map((policy) => [policy.policyId, policy]));
  const now = new Map(after.map((policy) => [policy.policyId, policy]));
  const all = [...after, ...before.filter(({ policyId }) => !now.has(policyId))];
  return all
    .flatMap(({ policyId, slug, title }): TextChange[] => {
      const [from, to] = [old.get(policyId), now.get(policyId)];
      if (from?.version === to?.version) return [];
      const kind = !from ? "added" : !to ? "removed" : "changed";
      const texts = { before: from?.text ?? "", after: to?.text ?? "" };
      return [{ policyId, slug, title, kind, from: from?.version ?? null, to: to?.version ?? null, ...texts }];
    })
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}
