"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { WaitsNote } from "@/components/changes/waits-note";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { AllowGlyph } from "@/components/ui/glyphs";
import { Countdown } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import type { Point } from "@/lib/enforcement/contract";
import { getEnrolmentTokenOp } from "@/lib/enforcement/enrolment-contract";
import { getPointOp } from "@/lib/enforcement/fleet-contract";
import type { Invited } from "./invite-draft";
import { revisionWords } from "./point-words";

const asked = [getEnrolmentTokenOp.id, getPointOp.id];
const live = { points: asked, control: asked, audit: asked };
/** Live updates bring it sooner; this is for a browser whose stream is interrupted. */
const refetchInterval = 3_000;

/** Turns to "connected" when the first sign of life comes, by itself. */
export function ConnectArrival({ answer, again }: { answer: Invited["answer"]; again: () => void }) {
  useLive(live);
  const { data: token } = useQuery({ ...optionsFor(getEnrolmentTokenOp, { id: answer.id }), refetchInterval });
  const pepId = token?.pepId ?? null;
  const { data: found } = useQuery({
    ...optionsFor(getPointOp, { id: pepId ?? "" }),
    enabled: pepId !== null,
    refetchInterval,
  });
  const point = found?.point;
  if (point && point.state !== "never_connected") return <Connected point={point} />;
  return (
    <div role="status" className="mb-8">
      {pepId !== null ? (
        <Callout title="Enrolled, waiting for the first heartbeat">
          The token was used{point ? ` by ${point.name}` : ""}. This page turns by itself. If it does not within half a
          minute, look at what the point prints: it says whether the gateway at {answer.gatewayUrl} can be reached.
        </Callout>
      ) : token?.expired ? (
        <Callout tone="hold" title="The token has expired unused" action={<StartOver again={again} />}>
          A point that brings it now is refused. Start over to make a new one, and run what is shown then.
        </Callout>
      ) : answer.waits && !token ? (
        <WaitsNote change={answer.waits} what="The token" />
      ) : (
        <Callout title="Waiting for the point to come" action={<StartOver again={again} />}>
          Run what is below; this page turns by itself. The token expires in{" "}
          <Countdown to={token?.expiresAt ?? answer.expiresAt} over="no time: it has expired, start over" />.
        </Callout>
      )}
    </div>
  );
}

function StartOver({ again }: { again: () => void }) {
  return (
    <Button size="sm" onClick={again}>
      Start over
    </Button>
  );
}

function Connected({ point }: { point: Point }) {
  return (
    <div
      role="status"
      className="mb-8 flex flex-wrap items-center gap-3 border-allow border-l-2 bg-allow-soft px-3 py-3"
    >
      <AllowGlyph className="size-5 text-allow" />
      <p className="flex-1 basis-60 text-sm">
        <strong className="font-medium">{point.name} is connected.</strong> {revisionWords(point)}.
      </p>
      <Button asChild variant="primary">
        <Link href={`/points/${encodeURIComponent(point.id)}`}>Open the point</Link>
      </Button>
    </div>
  );
}
