"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listToolsOp } from "@/lib/inventory/contract";
import { editPolicyOp, getPolicyOp, listPoliciesOp, listRulesOp, type Policy } from "@/lib/policy/contract";
import { GuidedPart } from "./guided-part";
import { draftOf, draftStanding, editOf, type PolicyWithVersions } from "./policy-draft";
import { PolicyText } from "./policy-text";
import { snippetNames } from "./snippets";
import { useLeaveWarning } from "./use-leave-warning";
import { usePolicyCheck } from "./use-policy-check";
import { VersionConflict } from "./version-conflict";

/** Edits a copy. A newer version kept by somebody else never overwrites what was typed, and is never overwritten unseen. */
export function PolicyEditor({
  policy,
  mayEdit,
  nonce,
}: {
  policy: PolicyWithVersions;
  mayEdit: boolean;
  nonce?: string;
}) {
  const queries = useQueryClient();
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const { data: rules } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  const approved = tools.items.filter((tool) => tool.state === "approved");
  const [draft, setDraft] = useState(() => draftOf(policy));
  const [base, setBase] = useState(() => draftOf(policy));
  const edit = editOf(draft, base);
  const standing = draftStanding(draft, edit !== null, policy.current.version);
  const begin = () => {
    setDraft(draftOf(policy));
    setBase(draftOf(policy));
  };
  // Nothing was typed here, so the page shows what is there now.
  if (standing === "follow" || (edit === null && policy.title !== base.title)) begin();
  const check = usePolicyCheck(draft.text);
  const save = useMutation({
    mutationFn: (change: NonNullable<typeof edit>) => call(editPolicyOp, { id: policy.id, ...change }),
    onSuccess: (saved) => {
      queries.setQueryData(optionsFor(getPolicyOp, { id: policy.id }).queryKey, (before) => withSaved(before, saved));
      setDraft(draftOf(saved));
      setBase(draftOf(saved));
      toast.success(`${saved.title}: version ${saved.current.version} is kept`, {
        description: saved.inForce === saved.current.version ? undefined : "It is not in force until it is published.",
      });
    },
    // Also after a conflict: then the newer version has to come to the page.
    onSettled: () =>
      Promise.all([getPolicyOp, listPoliciesOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] }))),
  });
  useLeaveWarning(edit !== null);
  const problem = problemOf(save.error);
  return (
    <form
      className="mb-8 space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (edit && standing === "current" && !save.isPending) save.mutate(edit);
      }}
    >
      {standing === "conflict" ? (
        <VersionConflict
          policy={policy}
          draft={draft}
          keepMine={() => {
            setBase(draftOf(policy));
            setDraft((mine) => ({ ...mine, base: policy.current.version }));
            save.reset();
          }}
          takeTheirs={() => {
            begin();
            save.reset();
          }}
        />
      ) : null}
      {mayEdit ? (
        <Field label="Title" error={fieldErrors(problem).title} className="max-w-[32rem]">
          <Input
            value={draft.title}
            onChange={(event) => setDraft({ ...draft, title: event.target.value })}
            maxLength={160}
          />
        </Field>
      ) : null}
      {mayEdit ? (
        <GuidedPart
          text={draft.text}
          onChange={(text) => setDraft((now) => ({ ...now, text }))}
          tools={approved}
          rules={rules.items}
        />
      ) : null}
      <PolicyText
        text={draft.text}
        onChange={(text) => setDraft((now) => ({ ...now, text }))}
        check={check}
        names={snippetNames(approved, rules.items)}
        readOnly={!mayEdit}
        nonce={nonce}
      />
      <FormError problem={standing === "conflict" ? null : problemBesides(problem, ["title"])} />
      {mayEdit ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant={edit ? "primary" : "secondary"}
            disabled={!edit || standing !== "current" || check.state === "invalid" || draft.title.trim() === ""}
            loading={save.isPending}
          >
            {edit && "text" in edit ? `Keep as version ${policy.current.version + 1}` : "Save"}
          </Button>
          {edit ? (
            <Button variant="quiet" onClick={begin}>
              Discard changes
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}

/** The answer put in place at once, so that the page never shows the version before it again. */
function withSaved(before: PolicyWithVersions | undefined, saved: Policy): PolicyWithVersions | undefined {
  if (!before) return before;
  const known = before.versions.some(({ version }) => version === saved.current.version);
  return { ...saved, versions: known ? before.versions : [saved.current, ...before.versions] };
}
