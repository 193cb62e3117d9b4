"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock, Identifier } from "@/components/ui/code-block";
import { PageHeader, Section } from "@/components/ui/page-header";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { getProfileOp, retireProfileOp, type WholeProfile } from "@/lib/profiles/contract";
import { ProfileEditor } from "./profile-editor";
import { ProfileRuns } from "./profile-runs";
import { ProfileVersions } from "./profile-versions";
import { Proposals } from "./proposals";

const asked = [getProfileOp.id];
const live = { points: asked, audit: asked, control: asked };

type Begin = { key: string; text: string; note: string; proposalId: string | null };
type Props = { id: string; compare: number | null; mayManage: boolean; nonce?: string | undefined };

export function ProfileView({ id, compare, mayManage, nonce }: Props) {
  const { data: profile } = useSuspenseQuery(optionsFor(getProfileOp, { id }));
  useLive(live);
  const [begin, setBegin] = useState<Begin | null>(null);
  const { name, version, retired, digest, savedByName, savedAt, text: inForce, trial, runs, open } = profile;
  const edit = () => setBegin({ key: `version ${version}`, text: inForce, note: "", proposalId: null });
  return (
    <>
      <PageHeader
        title={name}
        trail={
          <Breadcrumb
            items={[
              { label: "Isolation", href: "/isolation" },
              { label: "Sandbox profiles", href: "/isolation/profiles" },
              { label: name },
            ]}
          />
        }
        meta={
          <>
            <span>{retired ? "Out of force" : `Version ${version} is in force`}</span>
            <span>
              {savedByName}, <Time at={savedAt} />
            </span>
            <Identifier value={digest} />
          </>
        }
        actions={
          mayManage ? (
            <>
              <Button variant="primary" onClick={edit}>
                {retired ? "Take it up again" : "Edit"}
              </Button>
              {retired ? null : <Retire profile={profile} />}
            </>
          ) : undefined
        }
      />
      {retired ? (
        <Callout tone="unknown">Nothing starts under it, and what still runs under it reaches nothing.</Callout>
      ) : null}
      {trial ? (
        <Callout tone="hold" title={`Version ${trial.version} is on trial`}>
          It has come to “{trial.ring}”.{" "}
          <Link href={`/policies/rollouts/${encodeURIComponent(trial.rollOutId)}`}>Its roll-out</Link> says what was
          seen; until it ends, nothing else of this profile can be saved.
        </Callout>
      ) : null}
      {begin ? (
        <Section title="Edit" description="What gives more than the version in force waits for a second person.">
          <ProfileEditor key={begin.key} profile={profile} begin={begin} nonce={nonce} />
        </Section>
      ) : (
        <Section
          title="In force"
          description={
            <>
              A runner takes it by <code className="font-mono">gatehouse run --profile {name}</code>.
            </>
          }
        >
          <CodeBlock label={`Version ${version}`} code={inForce} />
        </Section>
      )}
      {open.length > 0 ? (
        <Section
          title="Proposed by learning runs"
          description="The smallest profile that a run would have needed. Nothing of it holds until it is saved."
        >
          <Proposals
            open={open}
            inForce={inForce}
            mayManage={mayManage}
            take={({ id: proposalId, text }) =>
              setBegin({ key: proposalId, text, note: "Proposed by a run in learning mode.", proposalId })
            }
          />
        </Section>
      ) : null}
      <Section
        title="Runs"
        description="Rules about hosts reach a running sandbox at once; all else holds when it starts again."
      >
        <ProfileRuns caption="Runs under this profile" runs={runs} />
      </Section>
      <ProfileVersions
        profile={profile}
        compare={compare}
        take={
          mayManage
            ? (one) =>
                setBegin({
                  key: `back to ${one.version}`,
                  text: one.text,
                  note: `Back to version ${one.version}.`,
                  proposalId: null,
                })
            : null
        }
      />
      <p className="mt-6 text-muted text-xs">
        <Link className="text-accent hover:underline" href="/isolation">
          Which agents must be isolated
        </Link>
      </p>
    </>
  );
}

function Retire({ profile: { id, name } }: { profile: WholeProfile }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const retire = useMutation({
    mutationFn: (reason: string) => call(retireProfileOp, { id, reason }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [getProfileOp.id] });
      toast.success(`${name} is out of force`);
      setOpen(false);
    },
  });
  return (
    <ReasonDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Take out of force</Button>}
      title={`Take ${name} out of force`}
      description="Nothing starts under it any more, and what runs under it reaches no host from now on."
      hint="Kept in the audit log."
      act="Take out of force"
      busy={retire.isPending}
      problem={problemOf(retire.error)}
      onGive={(reason) => retire.mutate(reason)}
    />
  );
}
