"use client";

import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import { InlineUntrusted } from "@/components/ui/revealed";
import type { Checkpoint } from "@/lib/checkpoints/contract";

/** Says, once it has ended, that a request was a decoy, and what ought to have been seen. */
export function DecoyNote({ request: { decoy, votes } }: { request: Pick<Checkpoint, "decoy" | "votes"> }) {
  if (!decoy) return null;
  const caught = decoy.putRight || votes.some(({ verdict }) => verdict === "deny");
  const missed = !caught && votes.some(({ verdict }) => verdict === "approve");
  return (
    <Callout
      tone={missed ? "hold" : "note"}
      title={
        caught
          ? "This was a decoy, and it was caught"
          : missed
            ? "This was a decoy, and it was approved"
            : "This was a decoy"
      }
    >
      <p>
        The agent never asked for it, and nothing was run. {decoy.sentence} The argument{" "}
        <code className="font-mono text-xs">
          <InlineUntrusted text={decoy.argument} max={80} />
        </code>{" "}
        was{" "}
        <code className="[overflow-wrap:anywhere] font-mono text-xs">
          <InlineUntrusted text={decoy.before} max={200} />
        </code>{" "}
        in{" "}
        <Link href={`/checkpoints/${decoy.madeFrom}`} className="underline">
          the request that it was made from
        </Link>
        , and here{" "}
        <code className="[overflow-wrap:anywhere] font-mono text-xs">
          <InlineUntrusted text={decoy.after} max={200} />
        </code>
        .{decoy.putRight ? " Whoever changed it saw what was wrong." : null}
      </p>
    </Callout>
  );
}
