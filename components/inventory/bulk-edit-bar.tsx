"use client";

import { Pencil, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format-number";
import type { Agent } from "@/lib/inventory/contract";
import { MOST_EDITED } from "@/lib/inventory/edit-contract";
import { BulkEditDialog } from "./bulk-edit-dialog";

/** What can be done with all agents that are chosen. */
export function BulkEditBar({ chosen, clear }: { chosen: readonly Agent[]; clear: () => void }) {
  const [editing, setEditing] = useState(false);
  if (chosen.length === 0) return null;
  return (
    <section
      aria-label="Chosen agents"
      className="sticky bottom-(--bottom-bar) z-20 -mx-4 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 border-rule border-t-[1.5px] bg-paper px-4 py-2.5 shadow-float sm:mx-0"
    >
      <p role="status" className="min-w-0 flex-1 basis-48 font-medium text-sm">
        {plural(chosen.length, "agent")} chosen.
        {chosen.length > MOST_EDITED ? ` At most ${MOST_EDITED} are edited together.` : ""}
      </p>
      <Button variant="quiet" onClick={clear}>
        <X aria-hidden="true" />
        Drop the choice
      </Button>
      <Button variant="primary" disabled={chosen.length > MOST_EDITED} onClick={() => setEditing(true)}>
        <Pencil aria-hidden="true" />
        Edit {chosen.length}…
      </Button>
      {editing ? (
        <BulkEditDialog
          agents={chosen}
          close={(done) => {
            setEditing(false);
            if (done) clear();
          }}
        />
      ) : null}
    </section>
  );
}
