import Link from "next/link";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import type { CallPage } from "@/lib/activity/contract";
import type { problemOf } from "@/lib/client/problem-of";

type ListEndProps = {
  count: number;
  last: z.output<typeof CallPage>;
  /** Where the list goes on in a page of its own, once so many are here. */
  onHref: string | undefined;
  newestHref: string | undefined;
  loading: boolean;
  failed: ReturnType<typeof problemOf>;
  more: () => void;
};

/** What is below the last row: the end, or how far was looked and the way on. */
export function ListEnd({ count, last, onHref, newestHref, loading, failed, more }: ListEndProps) {
  return (
    <div className="px-1 py-2.5 text-muted text-xs" aria-busy={loading}>
      <FormError problem={failed} />
      <p className="flex flex-wrap items-center gap-3">
        {endWords({ count, last, loading })}
        {last.searchedTo === null ? null : (
          <span>
            Looked back to <Time at={last.searchedTo} absolute />.
          </span>
        )}
        {onHref ? (
          <Button asChild size="sm">
            <Link href={onHref}>Older calls</Link>
          </Button>
        ) : null}
        {!onHref && !loading && last.nextCursor !== null ? (
          <Button size="sm" onClick={more}>
            {last.searchedTo === null ? "Older calls" : "Look further back"}
          </Button>
        ) : null}
        {newestHref ? (
          <Link href={newestHref} className="text-accent hover:underline">
            Back to the newest
          </Link>
        ) : null}
      </p>
    </div>
  );
}

function endWords({ count, last, loading }: Pick<ListEndProps, "count" | "last" | "loading">): string {
  if (loading) return `${plural(count, "call")}, older ones are read…`;
  return last.nextCursor === null ? `${plural(count, "call")}, and no older ones` : plural(count, "call");
}
