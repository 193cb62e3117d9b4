"use client";

import { KeyRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { ClockTime, Countdown } from "@/components/ui/time";
import type { Checkpoint } from "@/lib/checkpoints/contract";
import type { StandingTerms } from "@/lib/checkpoints/standing-contract";
import { problemOf } from "@/lib/client/problem-of";
import { approveRefusal, type Gate, mayApprove, mayDeny } from "./approve-gate";
import { decisionProblem, isOpen } from "./checkpoint-words";
import { DenyReasons } from "./deny-reasons";
import { EndedNote } from "./ended-note";
import { NoteField } from "./note-field";
import { StandingOffer } from "./standing-offer";
import { useDecision } from "./use-decision";
import { useDenyKey } from "./use-deny-key";
import { useLostPress } from "./use-lost-press";
import { WithTimes } from "./with-times";

/**
 * Where a person decides: at the side on wide pages, along the bottom edge on narrow ones. What was decided is shown only once
 * the server has said so.
 */
export function DecisionBar({ request, gate }: { request: Checkpoint; gate: Gate }) {
  const decide = useDecision(request);
  const problem = problemOf(decide.error);
  const open = isOpen(request.status);
  return (
    <section
      aria-label="Decision"
      className={cn(
        "z-20 max-lg:-mx-4 max-lg:sticky max-lg:bottom-(--bottom-bar) max-lg:max-h-[70dvh] max-lg:overflow-y-auto max-lg:px-4 sm:max-lg:-mx-6 sm:max-lg:px-6",
        "border-rule border-t-[1.5px] bg-paper py-3 max-lg:shadow-float",
      )}
    >
      {problem ? <Refused problem={problem} /> : null}
      {open ? <Deciding request={request} gate={gate} decide={decide} /> : <EndedNote request={request} />}
    </section>
  );
}

function Refused({ problem }: { problem: NonNullable<ReturnType<typeof problemOf>> }) {
  const here = usePathname();
  const { title, detail } = decisionProblem(problem);
  return (
    <div role="alert" className="mb-3">
      <Callout
        tone="deny"
        title={title}
        action={
          problem.code === "unauthenticated" ? (
            <Button asChild size="sm">
              <Link href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in</Link>
            </Button>
          ) : problem.code === "step_up_required" ? (
            <Button asChild size="sm">
              <Link href="/settings/passkeys">Add a passkey</Link>
            </Button>
          ) : null
        }
      >
        <WithTimes text={detail} />
      </Callout>
    </div>
  );
}

type DecidingProps = { request: Checkpoint; gate: Gate; decide: ReturnType<typeof useDecision> };

function Deciding({ request, gate, decide }: DecidingProps) {
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [denying, setDenying] = useState(false);
  const [standing, setStanding] = useState<StandingTerms | null>(null);
  const refusal = approveRefusal(gate);
  const deny = (why: string) => decide.mutate({ verdict: "deny", reason: why.trim(), note: note.trim() });
  const busy = decide.isPending;
  const press = useLostPress(mayApprove(gate));
  const field = useRef<HTMLTextAreaElement>(null);
  useDenyKey(mayDeny(request) && !busy, () => {
    setDenying(true);
    field.current?.focus();
  });
  return (
    <>
      <p className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span>
          If nobody acts: denied at <ClockTime at={request.expiresAt} />
        </span>
        <Countdown to={request.expiresAt} over="Time is up" className="tabular text-base" />
      </p>
      {denying ? <DenyReasons busy={busy} deny={deny} back={() => setDenying(false)} /> : null}
      <Field
        label="Reason"
        aside="told to the agent; needed to deny"
        className={cn("mb-3", !denying && "max-lg:hidden")}
        error={denying && !reason.trim() ? "Say why: the agent and the record need it." : undefined}
      >
        <Textarea
          ref={field}
          rows={2}
          maxLength={1000}
          value={reason}
          disabled={!mayDeny(request)}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <NoteField
        value={note}
        change={setNote}
        disabled={!mayDeny(request)}
        className={cn(!denying && "max-lg:hidden")}
      />
      {denying ? null : <StandingOffer request={request} terms={standing} set={setStanding} />}
      <div className="grid grid-cols-2 gap-3">
        <Button
          size="lg"
          variant="danger-outline"
          disabled={!mayDeny(request) || (busy && decide.variables?.verdict === "approve")}
          loading={busy && decide.variables?.verdict === "deny"}
          onClick={() => (reason.trim() ? deny(reason) : setDenying(true))}
        >
          Deny
        </Button>
        <Button
          size="lg"
          variant="primary"
          className="whitespace-normal px-2 leading-tight max-sm:text-sm"
          disabled={!mayApprove(gate) || denying || (busy && decide.variables?.verdict === "deny")}
          loading={busy && decide.variables?.verdict === "approve"}
          onPointerDown={busy || denying ? undefined : press.onPointerDown}
          onClick={() => {
            if (!press.arrived()) return;
            decide.mutate({ verdict: "approve", reason: reason.trim(), note: note.trim(), standing });
          }}
        >
          {request.stepUp ? <KeyRound aria-hidden="true" /> : null}
          {request.stepUp ? "Approve with passkey" : "Approve"}
        </Button>
      </div>
      <ApproveStatus refusal={refusal} armed={gate.armed} lost={press.lost && !busy} />
    </>
  );
}

function ApproveStatus({ refusal, armed, lost }: { refusal: string | null; armed: boolean; lost: boolean }) {
  const usual = armed ? "Approves exactly the call with the digest shown, once." : "Approve is ready in a moment.";
  const nothing =
    "Nothing was sent: the press did not reach Approve while it was ready. See what has changed, then press again.";
  return (
    <p
      role="status"
      className={cn(
        "mt-2 min-h-4 text-xs",
        lost && !refusal ? "text-hold" : "text-muted",
        !refusal && !lost && "max-lg:sr-only",
      )}
    >
      {refusal ?? (lost ? nothing : usual)}
    </p>
  );
}
