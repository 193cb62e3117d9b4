"use client";

import { CheckCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ChosenBar } from "@/components/ui/chosen-bar";
import { plural } from "@/components/ui/format-number";
import { DenyGlyph } from "@/components/ui/glyphs";
import { MOST_APPROVED_AT_ONCE, MOST_DENIED_AT_ONCE } from "@/lib/checkpoints/inbox-contract";
import { oneByOne } from "@/lib/checkpoints/rules";
import { BulkDialog, type Verdict } from "./bulk-dialog";
import type { Chosen } from "./use-chosen";

/** What can be done with all that is chosen. The server refuses the same selections; this says so before. */
export function BulkBar({ chosen, clear }: { chosen: Chosen; clear: () => void }) {
  const [deciding, setDeciding] = useState<Verdict | null>(null);
  const rows = [...chosen.values()];
  const refusal = approveRefusal(rows);
  if (rows.length === 0) return null;
  return (
    <ChosenBar
      label="Chosen requests"
      said={
        <>
          <span className="font-medium">{plural(rows.length, "request")} chosen.</span>{" "}
          {refusal ? <span className="text-muted text-xs">{refusal}</span> : null}
        </>
      }
      clear={clear}
    >
      <Button
        variant="danger-outline"
        disabled={rows.length > MOST_DENIED_AT_ONCE}
        onClick={() => setDeciding("deny")}
        className="max-sm:h-11 max-sm:flex-1"
      >
        <DenyGlyph />
        Deny {rows.length}
      </Button>
      <Button disabled={refusal !== null} onClick={() => setDeciding("approve")} className="max-sm:h-11 max-sm:flex-1">
        <CheckCheck aria-hidden="true" />
        Approve {rows.length}
      </Button>
      {deciding ? (
        <BulkDialog
          verdict={deciding}
          rows={rows}
          close={(decided) => {
            setDeciding(null);
            if (decided) clear();
          }}
        />
      ) : null}
    </ChosenBar>
  );
}

function approveRefusal(rows: Parameters<typeof oneByOne>[0]): string | null {
  if (rows.length > MOST_APPROVED_AT_ONCE) return `At most ${MOST_APPROVED_AT_ONCE} are approved together.`;
  return oneByOne(rows);
}
