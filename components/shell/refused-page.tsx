import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Refusal } from "@/lib/shared/errors";

/**
 * Builds a page, and says what was refused instead of breaking. An id that cannot be, or is another organisation's, is
 * answered by the not-found page.
 */
export async function pageOrRefusal(title: string, build: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "internal") throw error;
    if (error.code === "not_found" || error.code === "invalid_input") notFound();
    return <RefusedPage title={title} refusal={error} />;
  }
}

function RefusedPage({ title, refusal }: { title: string; refusal: Refusal }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        title={refusal.code === "forbidden" ? "You may not see this page" : "This page cannot be shown now"}
        action={
          <Button asChild>
            <Link href="/">Go to the dashboard</Link>
          </Button>
        }
      >
        {refusal.message}
      </EmptyState>
    </>
  );
}

/** For a folder's not-found.tsx: inside the console's frame, with the way back to the list. */
export function NothingHere({ what, list, href }: { what: string; list: string; href: string }) {
  return (
    <>
      <PageHeader title={`No such ${what}`} />
      <EmptyState
        title={`There is no such ${what} here`}
        action={
          <Button asChild>
            <Link href={href}>{list}</Link>
          </Button>
        }
      >
        The address may be mistyped, or the {what} belongs to another organisation. Nothing was changed by coming here.
      </EmptyState>
    </>
  );
}
