"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { Weakenings } from "@/components/changes/change-looks";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { useSettled } from "@/components/policy/use-policy-check";
import { RollOutChoice } from "@/components/rollouts/roll-out-choice";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DiffView } from "@/components/ui/diff-view";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import type { RollOutPlan } from "@/lib/policy/ring-contract";
import {
  checkProfileOp,
  getProfileOp,
  listProfilesOp,
  saveProfileOp,
  type TextFault,
  type WholeProfile,
} from "@/lib/profiles/contract";
import { EgressReplay } from "./egress-replay";
import { draftOf, type ProfileDraft, textOf } from "./profile-draft";
import { ProfileForm } from "./profile-form";

/** The editor of policies, which knows strings, numbers and brackets all the same. */
const TextEditor = dynamic(() => import("@/components/policy/cedar-editor"), {
  ssr: false,
  loading: () => <Skeleton className="h-52 rounded-none" />,
});

/** What is written: by form or by text, never both at once. */
type Written = { mode: "form"; draft: ProfileDraft } | { mode: "text"; text: string };
type Props = {
  profile: WholeProfile | null;
  /** Where it begins: the version in force, an earlier one, or what a learning run proposed. */
  begin: { text: string; note: string; proposalId: string | null };
  nonce?: string | undefined;
};

export function ProfileEditor({ profile, begin, nonce }: Props) {
  const [written, setWritten] = useState<Written>(() => {
    const draft = draftOf(begin.text);
    return draft ? { mode: "form", draft } : { mode: "text", text: begin.text };
  });
  const [note, setNote] = useState(begin.note);
  const [rollOut, setRollOut] = useState<RollOutPlan | null>(null);
  const text = written.mode === "form" ? textOf(written.draft) : written.text;
  const faultsId = useId();
  const settled = useSettled(text);
  const check = useQuery(optionsFor(checkProfileOp, { id: profile?.id ?? null, text: settled }));
  const fresh = settled === text ? check.data : undefined;
  const save = useSave(profile, begin.proposalId);
  const before = profile && !profile.retired ? profile.text : "";
  const draft = written.mode === "text" ? draftOf(text) : null;
  const faults = fresh?.faults ?? [];
  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate({ text, note, rollOut, reason: "" });
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="button"
          size="sm"
          disabled={written.mode === "text"}
          onClick={() => setWritten({ mode: "text", text })}
        >
          Edit as text
        </Button>
        <Button
          type="button"
          size="sm"
          disabled={draft === null}
          onClick={() => draft && setWritten({ mode: "form", draft })}
        >
          Edit as a form
        </Button>
        <CheckWords faults={faults} weakens={fresh?.weakenings?.length ?? 0} pending={!fresh} />
      </div>
      {written.mode === "form" ? (
        <ProfileForm
          draft={written.draft}
          named={profile !== null}
          set={(next) => setWritten({ mode: "form", draft: next })}
        />
      ) : (
        <div className="rounded-md border border-edge">
          <TextEditor
            value={written.text}
            onChange={(next) => setWritten({ mode: "text", text: next })}
            problems={faults.map(({ message, from, to }) => ({ severity: "error", message, help: null, from, to }))}
            label="Sandbox profile as JSON"
            describedBy={faultsId}
            {...(nonce ? { nonce } : {})}
          />
        </div>
      )}
      <FaultList id={faultsId} faults={faults} />
      {fresh?.weakenings && fresh.weakenings.length > 0 ? (
        <Callout tone="hold" title="This gives the agent more than the version in force">
          <Weakenings weakenings={fresh.weakenings} />
        </Callout>
      ) : null}
      {fresh && faults.length === 0 ? <Difference before={before} after={text} /> : null}
      <EgressReplay text={text} usable={fresh !== undefined && faults.length === 0} />
      <Field label="Note" aside="optional" hint="What this version is for; kept with it.">
        <Input value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {profile && !profile.retired ? <RollOutChoice of="profile" value={rollOut} onChange={setRollOut} /> : null}
      <AskSecond
        problem={problemOf(save.error)}
        busy={save.isPending}
        onAsk={(reason) => save.mutate({ text, note, rollOut, reason })}
      />
      <Button type="submit" variant="primary" loading={save.isPending} disabled={faults.length > 0}>
        {profile ? "Save as the next version" : "Make the profile"}
      </Button>
    </form>
  );
}

function useSave(profile: WholeProfile | null, proposalId: string | null) {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (given: { text: string; note: string; rollOut: RollOutPlan | null; reason: string }) =>
      call(saveProfileOp, { id: profile?.id ?? null, version: profile?.version ?? 0, proposalId, ...given }),
    onSuccess: async ({ done, request }) => {
      if (request) {
        tellProposed(request);
        return router.push(changeHref(request));
      }
      await Promise.all([getProfileOp, listProfilesOp].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })));
      if (done?.rollOut) {
        toast.success(`Version ${done.version} is on its way to the first ring`);
        return router.push(`/policies/rollouts/${encodeURIComponent(done.rollOut)}`);
      }
      toast.success(`Version ${done?.version ?? ""} is in force and on its way to the runners`);
      router.push(`/isolation/profiles/${encodeURIComponent(done?.id ?? "")}`);
    },
  });
}

function CheckWords({ faults, weakens, pending }: { faults: readonly TextFault[]; weakens: number; pending: boolean }) {
  const [ink, words] = pending
    ? ["text-muted", "Checking"]
    : faults.length > 0
      ? ["text-deny", faults.length === 1 ? "1 fault" : `${faults.length} faults`]
      : weakens > 0
        ? ["text-hold", "Valid; needs a second person"]
        : ["text-allow", "Valid; gives nothing more"];
  return (
    <p role="status" className={`font-medium text-xs ${ink}`}>
      {words}
    </p>
  );
}

const FaultList = ({ id, faults }: { id: string; faults: readonly TextFault[] }) => (
  <ul id={id} className="space-y-1 text-deny text-sm">
    {faults.map(({ line, from, message }) => (
      <li key={`${from} ${message}`} className="break-words">
        Line {line}: {message}
      </li>
    ))}
  </ul>
);

/** In one form on both sides, so that only what is meant shows. */
function Difference({ before, after }: { before: string; after: string }) {
  if (before === "") return null;
  return (
    <section aria-label="Difference">
      <h3 className="mb-1 font-medium text-sm">Beside the version in force</h3>
      <DiffView before={before} after={pretty(after)} label="What changes" />
    </section>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
