import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Refusal } from "@/lib/shared/errors";

/** Builds a page of what was shared, or says why it is not there any more: there is no console to go back to. */
export async function sharedOrRefusal(build: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "internal") throw error;
    if (error.code === "not_found" || error.code === "invalid_input") notFound();
    return (
      <>
        <PageHeader title="Shared with you" />
        <EmptyState title={error.code === "forbidden" ? "This is not open to you" : "This cannot be shown"}>
          {error.message}
        </EmptyState>
      </>
    );
  }
}
