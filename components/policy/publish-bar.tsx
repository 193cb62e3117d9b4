import { Clock } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format-number";

type Props = { unpublished: number; mayPublish: boolean };

/** Says that what is written is not what is in force, and leads to what publishing would change. */
export function PublishBar({ unpublished, mayPublish }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-hold border-l-2 bg-hold-soft px-3 py-2.5">
      <p className="flex flex-1 basis-60 items-start gap-2 text-sm">
        <Clock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-hold" />
        <span>
          <strong className="font-medium">{plural(unpublished, "change")} not in force.</strong> Enforcement points go
          on by what was published last.{mayPublish ? null : " Ask an admin or security to publish."}
        </span>
      </p>
      <Button asChild variant={mayPublish ? "primary" : "secondary"}>
        <Link href="/policies/publish">{mayPublish ? "Review and publish" : "See what changes"}</Link>
      </Button>
    </div>
  );
}
