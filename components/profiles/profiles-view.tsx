"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { IsolationTabs } from "@/components/isolation/isolation-tabs";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listProfilesOp, type SandboxProfile } from "@/lib/profiles/contract";
import { ProfileRuns } from "./profile-runs";
import { Proposals } from "./proposals";

const asked = [listProfilesOp.id];
const live = { points: asked, audit: asked, control: asked };

export const profileHref = (id: string): string => `/isolation/profiles/${encodeURIComponent(id)}`;

const columns: readonly Column<SandboxProfile>[] = [
  { id: "name", header: "Profile", wrap: true, cell: ({ name }) => <span className="font-mono text-sm">{name}</span> },
  {
    id: "version",
    header: "In force",
    width: "8rem",
    cell: ({ version, retired, trial }) =>
      retired ? (
        <span className="text-muted">out of force</span>
      ) : trial ? (
        `version ${version}; ${trial.version} on trial`
      ) : (
        `version ${version}`
      ),
  },
  {
    id: "running",
    header: "Runs now",
    width: "30%",
    wrap: true,
    cell: ({ running, drifted, proposals }) =>
      [
        formatCount(running),
        drifted > 0 ? `${formatCount(drifted)} of them of another version` : "",
        proposals > 0 ? `${formatCount(proposals)} proposed by learning runs` : "",
      ]
        .filter((part) => part !== "")
        .join(", "),
  },
  {
    id: "saved",
    header: "Saved",
    width: "10rem",
    wrap: true,
    align: "end",
    cell: ({ savedByName, savedAt }) => (
      <span className="text-muted text-xs">
        {savedByName}, <Time at={savedAt} />
      </span>
    ),
  },
];

export function ProfilesView({ mayManage }: { mayManage: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listProfilesOp, {}));
  useLive(live);
  const router = useRouter();
  const add = (
    <Button asChild variant="primary">
      <Link href="/isolation/profiles/new">New profile</Link>
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Sandbox profiles"
        description="Boundaries that the organisation holds. They go out in the signed bundle, and runners ask for them by name."
        actions={mayManage ? add : undefined}
        tabs={<IsolationTabs current="profiles" />}
      />
      {data.pushed || data.items.length === 0 ? null : (
        <Callout tone="hold" title="Not on their way yet">
          Profiles travel in the policy bundle, and none was published.{" "}
          <Link href="/policies/publish">Publish one</Link>.
        </Callout>
      )}
      <DataTable
        caption="Sandbox profiles"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={({ id }) => profileHref(id)}
        empty={
          <EmptyState title="No profile yet">
            Until there is one, each runner brings a file that nobody reviewed.
          </EmptyState>
        }
      />
      {data.unknown.length > 0 ? (
        <Section
          className="mt-8"
          title="Proposed by learning runs"
          description="Under names that no profile has yet. Nothing of it holds until it is saved."
        >
          <Proposals
            open={data.unknown}
            inForce=""
            mayManage={mayManage}
            take={({ id }) => router.push(`/isolation/profiles/new?proposal=${encodeURIComponent(id)}`)}
          />
        </Section>
      ) : null}
      {data.others.length > 0 ? (
        <Section className="mt-8" title="Runs under no profile of the console">
          <ProfileRuns caption="Runs under no profile of the console" runs={data.others} />
        </Section>
      ) : null}
    </>
  );
}
