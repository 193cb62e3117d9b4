"use client";

import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listPoliciesOp, Slug } from "@/lib/policy/contract";
import {
  adoptLibraryPolicyOp,
  Blanks,
  getLibraryEntryOp,
  type ListedEntry,
  listLibraryOp,
  previewLibraryPolicyOp,
} from "@/lib/policy/library-contract";
import { listPolicyTestsOp } from "@/lib/policy/test-contract";
import { LibraryBlanks } from "./library-blanks";
import { LibraryPreview } from "./library-preview";
import { useLeaveWarning } from "./use-leave-warning";
import { useSettled } from "./use-policy-check";

const changed = [listPoliciesOp, listLibraryOp, getLibraryEntryOp, listPolicyTestsOp];

/** A name that no policy has: the entry's own, or with the next number. */
function freeSlug(entry: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const slug = number === 1 ? entry : `${entry}-${number}`;
    if (!taken.includes(slug)) return slug;
  }
}

export function LibraryForm({ entry }: { entry: ListedEntry }) {
  const router = useRouter();
  const queries = useQueryClient();
  const { data: policies } = useSuspenseQuery(optionsFor(listPoliciesOp, {}));
  const [title, setTitle] = useState(entry.title);
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [blanks, setBlanks] = useState<Blanks>(() => Blanks.parse({}));
  const taken = policies.items.map(({ slug }) => slug);
  const slug = ownSlug ?? freeSlug(entry.id, taken);
  const badSlug = !Slug.safeParse(slug).success;
  const asked = JSON.stringify({ slug: badSlug ? entry.id : slug, blanks });
  const settled = useSettled(asked);
  const preview = useQuery({
    ...optionsFor(previewLibraryPolicyOp, { entry: entry.id, ...JSON.parse(settled) }),
    placeholderData: (before) => before,
    gcTime: 30_000,
  });
  const adopt = useMutation({
    mutationFn: () => call(adoptLibraryPolicyOp, { entry: entry.id, slug, title, blanks }),
    onSuccess: async ({ policy, tests }) => {
      await Promise.all(changed.map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
      toast.success(`${policy.title} is kept with ${plural(tests, "test")}`, {
        description: "It is not in force until it is published.",
      });
      router.push(`/policies/${encodeURIComponent(policy.id)}`);
    },
  });
  const touched = JSON.stringify(blanks) !== JSON.stringify(Blanks.parse({}));
  useLeaveWarning(touched && !adopt.isSuccess);
  const current = settled === asked && !preview.isPlaceholderData ? preview.data : undefined;
  const slugProblem = badSlug
    ? "Lower-case letters, digits and hyphens, at most 80."
    : taken.includes(slug)
      ? "There is a policy of this name already."
      : undefined;
  const ready = current?.problems.length === 0 && title.trim() !== "" && slugProblem === undefined;
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !adopt.isPending) adopt.mutate();
      }}
    >
      <div className="grid max-w-[60rem] gap-5 sm:grid-cols-2">
        <Field label="Title" required>
          <Input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={160} autoComplete="off" />
        </Field>
        <Field label="Name" required error={slugProblem} hint="Stands in every decision that the policy determines.">
          <Input
            mono
            value={slug}
            onChange={(event) => setOwnSlug(event.target.value)}
            maxLength={80}
            autoComplete="off"
          />
        </Field>
      </div>
      <LibraryBlanks
        asks={entry.asks}
        blanks={blanks}
        onChange={setBlanks}
        problems={touched ? (preview.data?.problems ?? []) : []}
      />
      <FormError problem={problemOf(preview.error)} />
      <LibraryPreview preview={preview.data ?? null} stale={current === undefined} touched={touched} />
      <FormError problem={problemOf(adopt.error)} />
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" disabled={!ready} loading={adopt.isPending || adopt.isSuccess}>
          Adopt with its tests
        </Button>
        <p className="text-muted text-xs">The policy and its tests are kept together; publishing puts them in force.</p>
      </div>
    </form>
  );
}
