import { CircleCheck, CircleMinus, CircleX, Hourglass } from "lucide-react";
import Link from "next/link";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status, type StatusProps } from "@/components/ui/status";
import type { ActResult } from "@/lib/changes/contract";
import { changeHref } from "./tell-proposed";

const looks: Record<ActResult["outcome"], Pick<StatusProps, "tone" | "icon" | "label">> = {
  done: { tone: "allow", icon: CircleCheck, label: "Done" },
  same: { tone: "neutral", icon: CircleMinus, label: "As it was" },
  waits: { tone: "hold", icon: Hourglass, label: "Waits for a second person" },
  refused: { tone: "deny", icon: CircleX, label: "Not done" },
};

/** What became of each, where one act was about several. */
export function ActResults({ results, nameOf }: { results: readonly ActResult[]; nameOf: (id: string) => string }) {
  return (
    <ol aria-label="What became of each" className="border-line border-t">
      {results.map(({ id, outcome, why, changeId }) => (
        <li key={id} className="border-line border-b py-2 text-sm">
          <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <InlineUntrusted text={nameOf(id)} max={80} />
            <Status {...looks[outcome]} />
          </p>
          {why === null ? null : (
            <p className="text-muted text-xs">
              <InlineUntrusted text={why} max={400} />{" "}
              {changeId === null ? null : (
                <Link href={changeHref({ id: changeId })} className="underline">
                  Open what waits
                </Link>
              )}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** "8 done, 1 waits for a second person, 1 not done". */
export function sayResults(results: readonly ActResult[]): string {
  const words = { done: "done", same: "as they were", waits: "wait for a second person", refused: "not done" };
  const parts = (["done", "waits", "refused", "same"] as const).flatMap((outcome) => {
    const count = results.filter((one) => one.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${words[outcome]}`];
  });
  return parts.join(", ");
}
