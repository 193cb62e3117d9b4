"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/lib/client/call";
import { invitePointOp } from "@/lib/enforcement/contract";
import { ConnectForm } from "./connect-form";
import { pepKindOf } from "./connect-kinds";
import { ConnectSnippets } from "./connect-snippets";
import { emptyInvite, type InviteDraft, type Invited } from "./invite-draft";

/** Two steps on one page: say what is to be connected; paste what is shown and see it arrive. */
export function ConnectPoint() {
  const [draft, setDraft] = useState<InviteDraft>(emptyInvite);
  const [invited, setInvited] = useState<Invited | null>(null);
  const invite = useMutation({
    mutationFn: () =>
      call(invitePointOp, { name: draft.name, kind: pepKindOf(draft.kind), mode: draft.mode, agents: draft.agents }),
    onSuccess: (answer) => setInvited({ draft, answer }),
  });
  if (invited) {
    return (
      <ConnectSnippets
        invited={invited}
        again={() => {
          setInvited(null);
          invite.reset();
        }}
      />
    );
  }
  return (
    <ConnectForm
      draft={draft}
      set={(change) => setDraft((now) => ({ ...now, ...change }))}
      busy={invite.isPending}
      error={invite.error}
      submit={() => invite.mutate()}
    />
  );
}
