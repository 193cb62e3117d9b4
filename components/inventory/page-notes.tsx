import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import type { Refusal } from "@/lib/shared/errors";

/** Says which parts of the address were left out, so that a list is never silently other than what was asked for. */
export function IgnoredFilters({ names, href }: { names: readonly string[]; href: string }) {
  if (names.length === 0) return null;
  const list = names.map((name) => name.slice(0, 40)).join(", ");
  return (
    <Callout
      tone="unknown"
      title="Part of this address was not understood"
      className="mb-4"
      action={
        <Button asChild size="sm">
          <Link href={href}>Show without it</Link>
        </Button>
      }
    >
      Left out: <code className="break-all font-mono text-xs">{list}</code>. The list below is not narrowed by it.
    </Callout>
  );
}

/** A page that may not be seen, or is not there: what is lacking and who can mend it. */
export function PageRefusal({
  refusal: { code, message },
  back,
}: {
  refusal: Pick<Refusal, "code" | "message">;
  back: { href: string; label: string };
}) {
  return (
    <div className="mx-auto max-w-3xl pt-6">
      <EmptyState
        title={code === "forbidden" ? "You may not see this page" : "This page cannot be shown"}
        action={
          <Button asChild>
            <Link href={back.href}>{back.label}</Link>
          </Button>
        }
      >
        <p className="break-words">{message}</p>
      </EmptyState>
    </div>
  );
}

/** Pages of a list by cursor: forward, and back to the start. */
export function Pager({
  first,
  next,
  shown,
  total,
}: {
  first: string | null;
  next: string | null;
  shown: number;
  total?: number;
}) {
  if (!first && !next) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3 py-3 text-muted text-xs">
      <p className="tabular">
        {shown} shown{total === undefined ? null : ` of ${total.toLocaleString("en")}`}
      </p>
      <div className="flex gap-2">
        {first ? (
          <Button asChild size="sm">
            <Link href={first}>First page</Link>
          </Button>
        ) : null}
        {next ? (
          <Button asChild size="sm">
            <Link href={next}>Next page</Link>
          </Button>
        ) : null}
      </div>
    </nav>
  );
}
