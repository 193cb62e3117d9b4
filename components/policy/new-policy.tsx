"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
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
import { createPolicyOp, listPoliciesOp, listRulesOp, Slug } from "@/lib/policy/contract";
import { GuidedPart } from "./guided-part";
import { PolicyText } from "./policy-text";
import { slugOf } from "./slug-of";
import { snippetNames } from "./snippets";
import { useLeaveWarning } from "./use-leave-warning";
import { usePolicyCheck } from "./use-policy-check";

export function NewPolicy({ nonce }: { nonce?: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const { data: rules } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  const [title, setTitle] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [text, setText] = useState("");
  const approved = tools.items.filter((tool) => tool.state === "approved");
  const slug = ownSlug ?? slugOf(title);
  const check = usePolicyCheck(text);
  const create = useMutation({
    mutationFn: () => call(createPolicyOp, { slug, title, text }),
    onSuccess: async (policy) => {
      await queries.invalidateQueries({ queryKey: [listPoliciesOp.id] });
      toast.success(`${policy.title} is kept as version 1`, {
        description: "It is not in force until it is published.",
      });
      router.push(`/policies/${encodeURIComponent(policy.id)}`);
    },
  });
  useLeaveWarning(text.trim() !== "" && !create.isSuccess);
  const problem = problemOf(create.error);
  const errors = fieldErrors(problem);
  const badSlug = slug !== "" && !Slug.safeParse(slug).success;
  const ready = title.trim() !== "" && slug !== "" && !badSlug && text.trim() !== "" && check.state !== "invalid";
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !create.isPending) create.mutate();
      }}
    >
      <div className="grid max-w-[60rem] gap-5 sm:grid-cols-2">
        <Field label="Title" required error={errors.title} hint="What it does, in a few words.">
          <Input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={160} autoComplete="off" />
        </Field>
        <Field
          label="Name"
          required
          error={errors.slug ?? (badSlug ? "Lower-case letters, digits and hyphens, at most 80." : undefined)}
          hint="Stands in every decision that the policy determines, and stays as it is."
        >
          <Input
            mono
            value={slug}
            onChange={(event) => setOwnSlug(event.target.value)}
            maxLength={80}
            autoComplete="off"
          />
        </Field>
      </div>
      <GuidedPart text={text} onChange={setText} tools={approved} rules={rules.items} />
      <PolicyText
        text={text}
        onChange={setText}
        check={check}
        names={snippetNames(approved, rules.items)}
        nonce={nonce}
      />
      <FormError problem={problemBesides(problem, ["title", "slug"])} />
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" disabled={!ready} loading={create.isPending || create.isSuccess}>
          Keep as version 1
        </Button>
        <Button asChild variant="quiet">
          <Link href="/policies">Cancel</Link>
        </Button>
        <p className="text-muted text-xs">Keeping it changes nothing at the points; publishing does.</p>
      </div>
    </form>
  );
}
