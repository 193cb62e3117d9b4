"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { optionsFor } from "@/lib/client/query-options";
import { listProfilesOp } from "@/lib/profiles/contract";
import { starter } from "./profile-draft";
import { ProfileEditor } from "./profile-editor";

type Props = { proposalId: string | null; nonce?: string | undefined };

/** Begins with little, or with what a learning run proposed. */
export function NewProfile({ proposalId, nonce }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listProfilesOp, {}));
  const proposal = data.unknown.find(({ id }) => id === proposalId);
  const begin = proposal
    ? { text: proposal.text, note: "Proposed by a run in learning mode.", proposalId: proposal.id }
    : { text: starter, note: "", proposalId: null };
  return (
    <>
      <PageHeader
        title="New sandbox profile"
        trail={
          <Breadcrumb
            items={[
              { label: "Isolation", href: "/isolation" },
              { label: "Sandbox profiles", href: "/isolation/profiles" },
              { label: "New" },
            ]}
          />
        }
        description="Everything that it does not name is refused. What it gives waits for a second person."
      />
      <ProfileEditor profile={null} begin={begin} nonce={nonce} />
    </>
  );
}
