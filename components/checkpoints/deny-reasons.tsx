"use client";

import { Button } from "@/components/ui/button";
import { DenyGlyph } from "@/components/ui/glyphs";
import { denyReasons } from "./checkpoint-words";

/** The common reasons, each one press away. */
export function DenyReasons({ busy, deny, back }: { busy: boolean; deny: (reason: string) => void; back: () => void }) {
  return (
    <fieldset className="mb-3 space-y-1.5">
      <legend className="mb-1.5 flex w-full items-center justify-between font-medium text-sm">
        Deny because
        <Button variant="quiet" size="sm" onClick={back}>
          Back
        </Button>
      </legend>
      {denyReasons.map((reason) => (
        <Button
          key={reason}
          variant="danger-outline"
          className="h-auto min-h-9 w-full justify-start whitespace-normal py-1.5 text-left font-normal max-lg:min-h-11"
          disabled={busy}
          onClick={() => deny(reason)}
        >
          <DenyGlyph />
          {reason}
        </Button>
      ))}
    </fieldset>
  );
}
