import type { Checkpoint } from "@/lib/checkpoints/contract";
import { isOpen } from "./checkpoint-words";
import { RowMarks } from "./row-marks";
import { ShareOutMenu } from "./share-out-menu";

/** Who is on it, and the acts of sharing out, for those who can decide it. */
export function SharedOut({ request, viewerId }: { request: Checkpoint; viewerId: string }) {
  if (!isOpen(request.status)) return null;
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
      <p role="status" className="min-w-0 flex-1">
        <RowMarks row={{ marks: request.marks, uninspectable: false, wasDecoy: false }} viewerId={viewerId} />
      </p>
      {request.mine ? (
        <ShareOutMenu row={request} viewerId={viewerId} label="Share out this request" look="button" />
      ) : null}
    </div>
  );
}
