import Link from "next/link";
import { Callout } from "@/components/ui/callout";
import type { WaitingChange } from "@/lib/shared/errors";
import { changeHref } from "./tell-proposed";

/** Beside what is shown once and is good only when somebody else has confirmed it. */
export function WaitsNote({ change, what }: { change: WaitingChange; what: string }) {
  const { confirmers } = change;
  return (
    <Callout
      tone="hold"
      title="It waits for a second person"
      action={
        <Link href={changeHref(change)} className="text-sm underline">
          Open what waits
        </Link>
      }
    >
      {what} is good once{" "}
      {confirmers.length > 0 ? confirmers.slice(0, 3).join(" or ") : "another admin or security person"} has confirmed
      it.
    </Callout>
  );
}
