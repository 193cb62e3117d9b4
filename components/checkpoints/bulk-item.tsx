import Link from "next/link";
import { Identifier } from "@/components/ui/code-block";
import { JsonView } from "@/components/ui/json-view";
import { InlineUntrusted } from "@/components/ui/revealed";
import { RiskTier } from "@/components/ui/status";
import type { CheckpointSummary } from "@/lib/checkpoints/contract";
import type { SeveralResult } from "@/lib/checkpoints/inbox-contract";
import { CheckpointStatus } from "./checkpoint-status";
import type { ReadRow } from "./use-read-actions";
import { WithTimes } from "./with-times";

type Props = {
  row: CheckpointSummary;
  read: ReadRow | undefined;
  /** Once decided. */
  result: SeveralResult["results"][number] | undefined;
};

/** One of several: what it would do before, what became of it after. */
export function BulkItem({ row, read, result }: Props) {
  return (
    <li className="border-line border-b py-2.5">
      <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-sm">
        <Link href={`/checkpoints/${encodeURIComponent(row.id)}`} className="min-w-0 underline decoration-edge-soft">
          <InlineUntrusted text={row.agentName} max={80} />{" "}
          <InlineUntrusted text={row.tool} max={120} className="font-mono text-xs" />
        </Link>
        {result?.status ? <CheckpointStatus value={result.status} look="pill" /> : <RiskTier value={row.riskTier} />}
      </p>
      {result?.refused ? (
        <p className="text-deny text-sm">
          Not decided: <WithTimes text={result.refused.detail} />
        </p>
      ) : null}
      {result ? null : (
        <>
          {read?.args === undefined ? null : <JsonView value={read.args} label="Arguments" maxLines={40} />}
          {read?.why ? (
            <p className="text-hold text-xs">
              <WithTimes text={read.why} />
            </p>
          ) : null}
          <p className="text-faint text-xs">
            Digest <Identifier value={row.digest} keep={10} />
          </p>
        </>
      )}
    </li>
  );
}
