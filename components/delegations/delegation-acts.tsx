"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { FormError } from "@/components/ui/form-error";
import { problemOf } from "@/lib/client/problem-of";
import type { Delegation } from "@/lib/delegations/contract";
import { useDelegation } from "./use-delegation";

export type MayAct = { refuse: boolean; revoke: boolean; withdraw: boolean };

/** What the person who looks can do about one delegation now. The verbs check again. */
export function DelegationActs({ delegation, may }: { delegation: Delegation; may: MayAct }) {
  const [asked, ask] = useState<"refuse" | "revoke" | null>(null);
  const act = useDelegation(() => {
    ask(null);
    toast.success(`${delegation.from.name} through ${delegation.to.name}: done`);
  });
  const { status, mine, stepUp } = delegation;
  const open = status === "requested";
  const name = `${delegation.from.name} through ${delegation.to.name}`;
  const problem = problemOf(act.error);
  return (
    <div className="mt-2">
      {problem && asked === null ? <FormError problem={problem} /> : null}
      <div className="flex flex-wrap gap-2">
        {open && mine !== null ? (
          <Button
            size="sm"
            variant="primary"
            aria-label={`Sign off: ${name}`}
            disabled={act.isPending}
            onClick={() => act.mutate({ act: "sign", delegation })}
          >
            {stepUp ? <KeyRound aria-hidden="true" /> : null}
            {stepUp ? "Sign off with passkey" : "Sign off"}
          </Button>
        ) : null}
        {open && may.refuse ? (
          <Button size="sm" aria-label={`Refuse: ${name}`} onClick={() => ask("refuse")}>
            Refuse…
          </Button>
        ) : null}
        {open && may.withdraw ? (
          <Button
            size="sm"
            aria-label={`Withdraw: ${name}`}
            disabled={act.isPending}
            onClick={() => act.mutate({ act: "withdraw", delegation })}
          >
            Withdraw
          </Button>
        ) : null}
        {status === "signed" && may.revoke ? (
          <Button size="sm" variant="danger-outline" aria-label={`Revoke: ${name}`} onClick={() => ask("revoke")}>
            Revoke…
          </Button>
        ) : null}
      </div>
      {asked ? (
        <ConfirmDanger
          open
          onOpenChange={(next) => {
            if (!next) ask(null);
            act.reset();
          }}
          title={asked === "revoke" ? `Revoke ${name}?` : `Refuse ${name}?`}
          stops={
            asked === "revoke"
              ? "Every point refuses calls over it at once, running ones are ended where that can be done, and held ones are cancelled. To allow it again, two people release the order, and the owners of both agents sign anew."
              : "Where nothing is signed between the two, points refuse such calls at once, until both sides have signed after all. The person who asked reads your reason."
          }
          act={asked === "revoke" ? "Revoke delegation" : "Refuse delegation"}
          busy={act.isPending}
          problem={problem}
          onConfirm={({ reason }) => act.mutate({ act: asked, delegation, reason })}
        />
      ) : null}
    </div>
  );
}
