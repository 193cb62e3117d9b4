"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/page-header";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { type CheckpointRule, listRulesOp, Slug, saveRuleOp } from "@/lib/policy/contract";
import { ExpiryField } from "./expiry-field";
import { HoursFields } from "./hours-fields";
import { ReminderFields } from "./reminder-fields";
import { draftOfRule, emptyRule, emptyStage, isReady, type RuleDraft, ruleSlug, termsOfDraft } from "./rule-draft";
import { RuleSimulator } from "./rule-simulator";
import { SeparationFields } from "./separation-fields";
import { StageFields } from "./stage-fields";
import { useEditableRows } from "./use-editable-rows";

const MOST_STAGES = 5;

/** Writes a new rule, or another version of one. Requests that are open keep the stages they were opened with. */
export function RuleForm({
  rule,
  taken,
  mayEdit,
}: {
  rule: CheckpointRule | null;
  taken: readonly string[];
  mayEdit: boolean;
}) {
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOfRule(rule) : emptyRule));
  const set = (change: Partial<RuleDraft>) => setDraft((now) => ({ ...now, ...change }));
  const slug = ruleSlug(draft);
  const clash = !rule && taken.includes(slug);
  const save = useMutation({
    mutationFn: (reason: string) => call(saveRuleOp, { ...termsOfDraft(draft), slug, reason }),
    onSuccess: async ({ done, request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      await queries.invalidateQueries({ queryKey: [listRulesOp.id] });
      toast.success(`${done?.title} is kept`, {
        description: done?.warnings[0] ?? "Requests from now on follow it; open ones keep theirs.",
      });
      router.push("/policies/rules");
    },
  });
  const problem = problemOf(save.error);
  return (
    <div className="grid items-start gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
      <form
        className="min-w-0"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady(draft) && !clash && !save.isPending) save.mutate("");
        }}
      >
        <fieldset disabled={!mayEdit} className="contents">
          <div className="mb-8 grid gap-5 sm:grid-cols-2">
            <Field
              label="Title"
              required
              error={fieldErrors(problem).title}
              hint="What approvers read: “Two people for payments”."
            >
              <Input
                value={draft.title}
                maxLength={160}
                onChange={(event) => set({ title: event.target.value })}
                autoComplete="off"
              />
            </Field>
            <SlugField draft={draft} set={set} fixed={rule !== null} clash={clash} />
          </div>
          <Section title="Stages" description="Every stage must be met. One person counts once, and one denial denies.">
            <Stages draft={draft} set={set} />
          </Section>
          <Section
            title="Who may not decide"
            description="Whatever groups they are in. Nobody stands in for them either."
          >
            <SeparationFields value={draft.separation} onChange={(separation) => set({ separation })} />
          </Section>
          <Section title="Time" description="Judged by the database's clock.">
            <div className="space-y-5">
              <ExpiryField
                seconds={draft.expiresInSeconds}
                onChange={(expiresInSeconds) => set({ expiresInSeconds })}
              />
              <ReminderFields
                reminders={draft.reminders}
                expiresInSeconds={draft.expiresInSeconds}
                onChange={(reminders) => set({ reminders })}
              />
              <HoursFields hours={draft.hours} onChange={(hours) => set({ hours })} />
            </div>
          </Section>
          <Section title="Proof">
            <Checkbox
              checked={draft.stepUp}
              onCheckedChange={(checked) => set({ stepUp: checked === true })}
              label="Each approval is signed with a passkey"
              hint="A fingerprint, face, PIN or security key at that moment, for that request alone. API keys and people without a passkey cannot approve then; they can still deny."
            />
          </Section>
        </fieldset>
        <div className="mt-4">
          <AskSecond problem={problemBesides(problem, ["title"])} busy={save.isPending} onAsk={save.mutate} />
        </div>
        <div className="mt-6 flex gap-2 border-line border-t pt-4">
          {mayEdit ? (
            <Button
              type="submit"
              variant="primary"
              disabled={!isReady(draft) || clash}
              loading={save.isPending || save.isSuccess}
            >
              {rule ? "Keep the rule" : "Create the rule"}
            </Button>
          ) : null}
          <Button asChild variant="quiet">
            <Link href="/policies/rules">{mayEdit ? "Cancel" : "Back"}</Link>
          </Button>
        </div>
      </form>
      <RuleSimulator draft={draft} />
    </div>
  );
}

type SetDraft = (change: Partial<RuleDraft>) => void;

function Stages({ draft, set }: { draft: RuleDraft; set: SetDraft }) {
  const { stages, expiresInSeconds } = draft;
  const { rows, add } = useEditableRows(stages, (changed) => set({ stages: changed }));
  return (
    <>
      <ol className="space-y-6">
        {rows.map(({ id, value, set: change, remove }, index) => (
          <StageFields
            key={id}
            stage={value}
            place={index + 1}
            expiresInSeconds={expiresInSeconds}
            onChange={change}
            onRemove={stages.length > 1 ? remove : undefined}
          />
        ))}
      </ol>
      {stages.length < MOST_STAGES ? (
        <Button className="mt-4" size="sm" onClick={() => add(emptyStage)}>
          <Plus aria-hidden="true" />
          Add a stage
        </Button>
      ) : null}
    </>
  );
}

type SlugProps = { draft: RuleDraft; set: SetDraft; fixed: boolean; clash: boolean };

function SlugField({ draft, set, fixed, clash }: SlugProps) {
  const slug = ruleSlug(draft);
  const bad = slug !== "" && !Slug.safeParse(slug).success;
  const error = clash
    ? "There is a rule with this name: open that one to change it."
    : bad
      ? "Lower-case letters, digits and hyphens, at most 80."
      : undefined;
  return (
    <Field
      label="Name"
      required
      error={error}
      hint={fixed ? "Policies name it, so it stays." : `Policies name it: @checkpoint("${slug || "name"}").`}
    >
      <Input
        mono
        value={slug}
        readOnly={fixed}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => set({ slug: event.target.value })}
      />
    </Field>
  );
}
