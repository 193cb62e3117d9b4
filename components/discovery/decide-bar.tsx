"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format-number";
import type { Sighting } from "@/lib/discovery/contract";
import { type Act, DecideDialog } from "./decide-dialog";

const MOST = 100;

/** What can be decided about all that are chosen. */
export function DecideBar({ chosen, clear }: { chosen: readonly Sighting[]; clear: () => void }) {
  const [act, setAct] = useState<Act | null>(null);
  if (chosen.length === 0) return null;
  const tooMany = chosen.length > MOST;
  const offer = (one: Act, label: string, variant?: "primary") => (
    <Button {...(variant ? { variant } : {})} disabled={tooMany} onClick={() => setAct(one)}>
      {label} {chosen.length}…
    </Button>
  );
  return (
    <section
      aria-label="Chosen sightings"
      className="sticky bottom-(--bottom-bar) z-20 -mx-4 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 border-rule border-t-[1.5px] bg-paper px-4 py-2.5 shadow-float sm:mx-0"
    >
      <p role="status" className="min-w-0 flex-1 basis-48 font-medium text-sm">
        {plural(chosen.length, "sighting")} chosen.
        {tooMany ? ` At most ${MOST} are decided together.` : ""}
      </p>
      <Button variant="quiet" onClick={clear}>
        <X aria-hidden="true" />
        Drop the choice
      </Button>
      {offer("reject", "Reject")}
      {offer("merge", "Merge")}
      {offer("confirm", "Confirm", "primary")}
      {act ? (
        <DecideDialog
          act={act}
          sightings={chosen}
          close={(done) => {
            setAct(null);
            if (done) clear();
          }}
        />
      ) : null}
    </section>
  );
}
