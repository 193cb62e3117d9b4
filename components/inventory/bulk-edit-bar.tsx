"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ChosenBar } from "@/components/ui/chosen-bar";
import { plural } from "@/components/ui/format-number";
import type { Agent } from "@/lib/inventory/contract";
import { MOST_EDITED } from "@/lib/inventory/edit-contract";
import { BulkEditDialog } from "./bulk-edit-dialog";

/** What can be done with all agents that are chosen. */
export function BulkEditBar({ chosen, clear }: { chosen: readonly Agent[]; clear: () => void }) {
  const [editing, setEditing] = useState(false);
  if (chosen.length === 0) return null;
  return (
    <ChosenBar
      label="Chosen agents"
      said={
        <span className="font-medium">
          {plural(chosen.length, "agent")} chosen.
          {chosen.length > MOST_EDITED ? ` At most ${MOST_EDITED} are edited together.` : ""}
        </span>
      }
      clear={clear}
    >
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
    </ChosenBar>
  );
}
