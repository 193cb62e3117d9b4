"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { slugOf } from "@/components/policy/slug-of";
import { useLeaveWarning } from "@/components/policy/use-leave-warning";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type ApplicationTerms, createApplicationOp, listApplicationsOp } from "@/lib/applications/contract";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { Slug } from "@/lib/policy/contract";
import { EMPTY, readDraft } from "./application-draft";
import { ApplicationForm } from "./application-form";
import { useApplicationCheck } from "./use-application-check";

export function NewApplication({ nonce }: { nonce?: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const slug = ownSlug ?? slugOf(draft.title);
  const read = readDraft(draft);
  const check = useApplicationCheck(read.terms);
  const create = useMutation({
    mutationFn: ({ terms, reason }: { terms: ApplicationTerms; reason: string }) =>
      call(createApplicationOp, { slug, reason, ...terms }),
    onSuccess: async ({ done: app, request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
      }
      if (!app) return;
      await queries.invalidateQueries({ queryKey: [listApplicationsOp.id] });
      toast.success(`${app.title} answers from now on`);
      router.push(`/policies/applications/${encodeURIComponent(app.id)}`);
    },
  });
  useLeaveWarning(draft !== EMPTY && !create.isSuccess);
  const problem = problemOf(create.error);
  const badSlug = slug !== "" && !Slug.safeParse(slug).success;
  const ready = read.terms !== null && slug !== "" && !badSlug && check.text.state !== "invalid";
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.terms && ready && !create.isPending) create.mutate({ terms: read.terms, reason: "" });
      }}
    >
      <ApplicationForm
        draft={draft}
        onChange={setDraft}
        read={read}
        check={check}
        told={fieldErrors(problem)}
        readOnly={false}
        nonce={nonce}
        name={
          <Field
            label="Name"
            required
            error={
              fieldErrors(problem).slug ?? (badSlug ? "Lower-case letters, digits and hyphens, at most 80." : undefined)
            }
            hint="Stays as it is."
          >
            <Input
              mono
              value={slug}
              onChange={(event) => setOwnSlug(event.target.value)}
              maxLength={80}
              autoComplete="off"
            />
          </Field>
        }
      />
      <AskSecond
        problem={problemBesides(problem, ["title", "slug"])}
        busy={create.isPending}
        onAsk={(reason) => read.terms && create.mutate({ terms: read.terms, reason })}
      />
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
        <Button type="submit" variant="primary" disabled={!ready} loading={create.isPending || create.isSuccess}>
          Keep and answer
        </Button>
        <Button asChild variant="quiet">
          <Link href="/policies/applications">Cancel</Link>
        </Button>
        <p className="text-muted text-xs">
          It answers AuthZEN callers at once, or when a second person has confirmed it.
        </p>
      </div>
    </form>
  );
}
