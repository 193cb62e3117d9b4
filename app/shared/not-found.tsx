import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

export default function NothingShared() {
  return (
    <>
      <PageHeader title="Shared with you" />
      <EmptyState
        title="Nothing of this address was shared with you"
        action={
          <Button asChild>
            <Link href="/shared" prefetch={false}>
              What was shared
            </Link>
          </Button>
        }
      >
        The address may be mistyped, or it was never part of your access.
      </EmptyState>
    </>
  );
}
