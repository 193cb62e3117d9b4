"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { type Checkpoint, countCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { CheckpointStatus } from "./checkpoint-status";
import { endWords } from "./checkpoint-words";
import { DecoyNote } from "./decoy-note";
import { WithTimes } from "./with-times";

/** How it ended, and the way on. */
export function EndedNote({ request }: { request: Checkpoint }) {
  const { data: waiting } = useQuery(optionsFor(countCheckpointsOp, {}));
  if (request.status === "pending") return null;
  return (
    <div role="status" className="space-y-2 text-sm">
      <CheckpointStatus value={request.status} look="pill" />
      <DecoyNote request={request} />
      {request.cannotDecide ? (
        <p>
          <WithTimes text={request.cannotDecide} />
        </p>
      ) : null}
      {request.decoy ? null : <p className="text-muted max-lg:hidden">{endWords[request.status]}</p>}
      {request.breakGlass ? (
        <p className="break-words text-deny">
          {request.breakGlass.byName} broke the glass <Time at={request.breakGlass.at} />: {request.breakGlass.reason}{" "}
          <Link href="/checkpoints/break-glass" className="underline">
            Its review
          </Link>
        </p>
      ) : null}
      {request.redeemedAt ? (
        <p className="text-muted">
          Released <Time at={request.redeemedAt} absolute />.
        </p>
      ) : null}
      <p>
        <a href={`/api/v1/checkpoints/${request.id}/receipt`} download={`${request.id}.json`} className="underline">
          Download the receipt
        </a>
      </p>
      <Button asChild className="max-lg:h-11 max-lg:w-full">
        <Link href="/checkpoints?box=mine">
          {waiting && waiting.mine > 0 ? `${waiting.mine} more waiting for you` : "Back to the inbox"}
        </Link>
      </Button>
    </div>
  );
}
