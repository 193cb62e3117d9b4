/** A policy being edited, and what becomes of the draft when somebody else keeps a newer version meanwhile. */
import type { z } from "zod";
import type { getPolicyOp, Policy } from "@/lib/policy/contract";

export type PolicyWithVersions = z.output<typeof getPolicyOp.output>;

export type PolicyDraft = { base: number; title: string; text: string };
type Seen = Pick<Policy, "title"> & { current: Pick<Policy["current"], "version" | "text"> };

export const draftOf = (policy: Seen): PolicyDraft => ({
  base: policy.current.version,
  title: policy.title,
  text: policy.current.text,
});

/** What saving would send; null when nothing was changed. `atBase` is the policy as it was when the draft began. */
export function editOf(draft: PolicyDraft, atBase: Pick<PolicyDraft, "title" | "text">) {
  const edit = {
    ...(draft.title.trim() === atBase.title ? {} : { title: draft.title.trim() }),
    ...(draft.text === atBase.text ? {} : { text: draft.text }),
  };
  return Object.keys(edit).length > 0 ? { version: draft.base, ...edit } : null;
}

export type Standing = "current" | "follow" | "conflict";

/**
 * `follow`: nothing was typed, so the draft may become the newer version. `conflict`: both changed; nothing typed may be
 * lost, so the person chooses.
 */
export function draftStanding(draft: PolicyDraft, dirty: boolean, newest: number): Standing {
  // An answer that was on its way when this version was kept may still name the one before it.
  if (newest <= draft.base) return "current";
  return dirty ? "conflict" : "follow";
}
