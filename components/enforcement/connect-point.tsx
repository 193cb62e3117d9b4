"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/lib/client/call";
import { optionsFor } from "@/lib/client/query-options";
import { invitePointOp, listPointsOp } from "@/lib/enforcement/contract";
import { ConnectForm } from "./connect-form";
import { ConnectSnippets } from "./connect-snippets";
import { emptyInvite, type InviteDraft, type Invited } from "./invite-draft";

/** Two steps on one page: say what is to be connected; paste what is shown and see it arrive. */
export function ConnectPoint() {
  const { data: fleet } = useSuspenseQuery(optionsFor(listPointsOp, {}));
  const [draft, setDraft] = useState<InviteDraft>(emptyInvite);
  const [invited, setInvited] = useState<Invited | null>(null);
  const invite = useMutation({
    mutationFn: () =>
      call(invitePointOp, { name: draft.name, kind: draft.kind, mode: draft.mode, agents: draft.agents }),
    onSuccess: (answer) => setInvited({ draft, answer, before: fleet.items.map((point) => point.id) }),
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
