import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";

export const metadata = { title: "Not here" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-5 py-10">
      <Wordmark />
      <h1 className="double-rule pb-4 text-2xl tracking-tight">There is nothing at this address</h1>
      <p className="text-base text-muted">
        The address may be mistyped, the thing may have been removed, or it belongs to another organisation. Nothing was
        changed by coming here.
      </p>
      <Button asChild variant="primary" className="self-start">
        <Link href="/">Go to the dashboard</Link>
      </Button>
    </main>
  );
}
