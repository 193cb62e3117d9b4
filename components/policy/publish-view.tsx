"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Weakenings } from "@/components/changes/change-looks";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { RollOutChoice } from "@/components/rollouts/roll-out-choice";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listBundlesOp, listPoliciesOp, publishBundleOp } from "@/lib/policy/contract";
import { type DraftReview, reviewDraftOp } from "@/lib/policy/review-contract";
import type { RollOutPlan } from "@/lib/policy/ring-contract";
import { listRollOutsOp } from "@/lib/rollouts/contract";
import { ConflictsView } from "./conflicts-view";
import { MeaningView } from "./meaning-view";
import { TestResults } from "./test-results";
import { TextChanges } from "./text-changes";

/** Everything that publishing would change, before it is done. Publishing puts in force what stands here and nothing newer. */
export function PublishView({ mayPublish }: { mayPublish: boolean }) {
  const { data: review } = useSuspenseQuery(optionsFor(reviewDraftOp, {}));
  return (
    <>
      {review.rollOut ? <UnderWay rollOut={review.rollOut} /> : null}
      {review.problem ? (
        <div className="mb-6" role="alert">
          <Callout tone="deny" title="This set of policies cannot be loaded, so it cannot be published">
            {review.problem}
          </Callout>
        </div>
      ) : null}
      <Section
        title="What changes in the texts"
        description="What is in force on the left, what would be on the right."
      >
        <TextChanges changes={review.changes} />
      </Section>
      {review.meaning && review.changes.length > 0 ? (
        <Section title="What agents gain and lose" description="The same calls, decided before and after.">
          <MeaningView meaning={review.meaning} />
          <p className="mt-3 text-sm">
            <Link href="/policies/replay" className="underline">
              Replay recorded calls
            </Link>{" "}
            to see what it would have done to what agents really called.
          </p>
        </Section>
      ) : null}
      {review.weakenings.length > 0 ? (
        <Section
          title="What becomes weaker"
          description={
            review.takesTwo
              ? "So a second person has to confirm it by passkey; until then nothing changes."
              : "You may do this alone, because nobody else here is an admin or security person. It is recorded, and told to every place that events go to. From the moment that a second one joins, it takes two."
          }
        >
          <Weakenings weakenings={review.weakenings} />
        </Section>
      ) : null}
      <ConflictsView />
      <Section title="Tests" description="All of them must pass.">
        <TestResults results={review.tests} />
      </Section>
      {mayPublish ? (
        <PublishForm review={review} />
      ) : (
        <p className="text-muted text-sm">An admin or security publishes.</p>
      )}
    </>
  );
}

const UnderWay = ({ rollOut }: { rollOut: NonNullable<DraftReview["rollOut"]> }) => (
  <div className="mb-6">
    <Callout
      tone="hold"
      title="A roll-out is under way"
      action={
        <Button asChild size="sm">
          <Link href={`/policies/rollouts/${encodeURIComponent(rollOut.id)}`}>Look at it</Link>
        </Button>
      }
    >
      {rollOut.startedByName} started it; it has come to ring {rollOut.place} of {rollOut.rings}, “{rollOut.ring}”.
      Until it has ended nothing else is published.
    </Callout>
  </div>
);

function PublishForm({ review }: { review: DraftReview }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [note, setNote] = useState("");
  const [reason, setReason] = useState("");
  const [rollOut, setRollOut] = useState<RollOutPlan | null>(null);
  const asks = review.weakenings.length > 0 && review.takesTwo;
  const publish = useMutation({
    mutationFn: () =>
      call(publishBundleOp, { note, reason, rollOut, base: { published: review.published, draft: review.draft } }),
    onSuccess: ({ done, request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      if (done?.rollOut) {
        toast.success("The roll-out has begun", { description: "Its first ring is being told." });
        router.push(`/policies/rollouts/${encodeURIComponent(done.rollOut)}`);
        return;
      }
      toast.success(`Revision ${done?.revision} is signed and sent out`, {
        description: "It is in force at each point once that point has acknowledged it.",
      });
      router.push("/policies");
    },
    // Also after a refusal: what stands here may be out of date.
    onSettled: () =>
      Promise.all(
        [reviewDraftOp, listPoliciesOp, listBundlesOp, listRollOutsOp].map((op) =>
          queries.invalidateQueries({ queryKey: [op.id] }),
        ),
      ),
  });
  const failing = review.tests.filter(({ passed }) => !passed).length;
  const ready =
    review.changes.length > 0 &&
    failing === 0 &&
    review.problem === null &&
    review.rollOut === null &&
    (!asks || reason.trim() !== "");
  return (
    <form
      className="max-w-[40rem] space-y-4 border-line border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !publish.isPending) publish.mutate();
      }}
    >
      <Field label="Note" aside="optional" hint="Kept with the revision and in the audit log.">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} rows={2} />
      </Field>
      {review.published === null ? null : <RollOutChoice value={rollOut} onChange={setRollOut} />}
      {asks ? (
        <Field
          label="Reason"
          required
          hint={
            review.confirmers.length > 0
              ? `Read by whoever confirms it: ${review.confirmers.slice(0, 4).join(", ")}.`
              : "Nobody else here may confirm it now. The operator of the server can invite a second person: npm run -s admin -- second-person."
          }
        >
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} rows={2} />
        </Field>
      ) : null}
      {failing > 0 ? (
        <Callout tone="deny">{plural(failing, "test fails", "tests fail")}, so nothing can be published.</Callout>
      ) : null}
      <FormError problem={problemOf(publish.error)} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={publish.isPending || publish.isSuccess} disabled={!ready}>
          {asks ? "Ask a second person" : `Publish ${plural(review.changes.length, "change")}`}
        </Button>
        <Button asChild variant="quiet">
          <Link href="/policies">Back to the policies</Link>
        </Button>
      </div>
    </form>
  );
}
