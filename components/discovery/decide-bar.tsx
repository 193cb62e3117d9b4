"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ChosenBar } from "@/components/ui/chosen-bar";
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
    <ChosenBar
      label="Chosen sightings"
      said={
        <span className="font-medium">
          {plural(chosen.length, "sighting")} chosen.
          {tooMany ? ` At most ${MOST} are decided together.` : ""}
        </span>
      }
      clear={clear}
    >
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
    </ChosenBar>
  );
}
