"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import { KeyValue } from "@/components/ui/key-value";
import { LiveRegion } from "@/components/ui/live-region";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getRollOutOp, listRollOutPointsOp, type RollOut } from "@/lib/rollouts/contract";
import { RingCards } from "./ring-cards";
import { RollOutActs } from "./roll-out-acts";
import { RollOutPoints } from "./roll-out-points";
import { statusLook } from "./roll-out-words";

const both = [getRollOutOp.id, listRollOutPointsOp.id];
const live = { audit: both, points: both };

/** One roll-out: where it stands, what was seen in each ring, and what each point says of it. */
export function RollOutView({ id, mayAct }: { id: string; mayAct: boolean }) {
  const { data: rollOut } = useSuspenseQuery(optionsFor(getRollOutOp, { id }));
  useLive(live);
  return (
    <>
      <LiveRegion>{`${statusLook[rollOut.status].label}. ${rollOut.why ?? ""}`}</LiveRegion>
      <Standing rollOut={rollOut} />
      {mayAct && rollOut.endedAt === null ? <RollOutActs rollOut={rollOut} /> : null}
      <Section
        title="Rings"
        description="What their points decided by the new revision, judged beside what is in force."
      >
        <RingCards
          rings={rollOut.rings}
          profile={rollOut.profile !== null}
          takenBack={rollOut.status === "rolledBack"}
        />
      </Section>
      <Section title="Points" description="What each point says of the revision, those that lack it first.">
        <RollOutPoints id={id} rings={rollOut.rings} ended={rollOut.endedAt !== null} />
      </Section>
      <Section title="Terms" description="Beyond any of these it is rolled back by itself.">
        <Terms rollOut={rollOut} />
      </Section>
    </>
  );
}

function Standing({ rollOut }: { rollOut: RollOut }) {
  const { status, why, soakEndsAt, endedAt, endedByName, profile } = rollOut;
  const tone = status === "rolledBack" ? "deny" : status === "running" || status === "completed" ? "note" : "hold";
  return (
    <div className="mb-6 space-y-3">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <Status {...statusLook[status]} look="pill" />
        <span>
          Ring {rollOut.place} of {rollOut.ringCount}, “<InlineUntrusted text={rollOut.ringName} />”
        </span>
        {soakEndsAt ? (
          <span className="text-muted">
            watched until <Time at={soakEndsAt} absolute />
          </span>
        ) : null}
        {endedAt ? (
          <span className="text-muted">
            by {endedByName} <Time at={endedAt} absolute />
          </span>
        ) : null}
      </p>
      {profile ? (
        <p className="text-sm">
          It brings version {profile.version} of the sandbox profile{" "}
          <Link href={`/isolation/profiles/${encodeURIComponent(profile.id)}`} className="underline">
            {profile.name}
          </Link>
          , in place of version {profile.before}.
        </p>
      ) : null}
      {why ? (
        <Callout tone={tone}>
          <InlineUntrusted text={why} max={1_000} />
        </Callout>
      ) : null}
      {status === "rolledBack" && profile === null ? (
        <p className="text-sm">
          Its points have the published policies again, under a newer revision. The policies that it brought are{" "}
          <Link href="/policies/publish" className="underline">
            still in the draft
          </Link>
          .
        </p>
      ) : null}
    </div>
  );
}

function Terms({ rollOut: { plan, policies, revision, profile } }: { rollOut: RollOut }) {
  const { thresholds: limits, automatic } = plan;
  return (
    <KeyValue
      columns={2}
      items={[
        { label: "Newly denied", value: `${limits.newlyDeniedPercent} % of the calls` },
        { label: "Newly held", value: `${limits.newlyHeldPercent} % of the calls` },
        ...(profile
          ? [
              { label: "Newly refused", value: `${limits.newlyRefusedPercent} % of the requests out of sandboxes` },
              { label: "Canaries", value: `${limits.canaryFailures} runs in which something gets out` },
            ]
          : []),
        { label: "Errors", value: `${limits.errors} calls that could not be evaluated` },
        { label: "Refusals", value: `${limits.refusals} points` },
        {
          label: "Not taken up",
          value: `${limits.unacknowledged} connected points after ${limits.unacknowledgedMinutes} minutes`,
        },
        { label: "Sample", value: `${limits.minimumCalls} ${profile ? "requests" : "calls"} at least` },
        { label: "Watch", value: `${limits.soakMinutes} minutes for each ring` },
        { label: "Goes on", value: automatic ? "by itself" : "when somebody says so" },
        { label: "Policies", value: policies },
        { label: "Revision", value: revision },
      ]}
    />
  );
}
