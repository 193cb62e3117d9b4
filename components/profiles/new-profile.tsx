"use client";

import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { starter } from "./profile-draft";
import { ProfileEditor } from "./profile-editor";

const begin = { text: starter, note: "", proposalId: null };

export const NewProfile = ({ nonce }: { nonce?: string | undefined }) => (
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
