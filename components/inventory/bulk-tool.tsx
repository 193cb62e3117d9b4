"use client";

import Link from "next/link";
import { useMemo } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Identifier } from "@/components/ui/code-block";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Tool } from "@/lib/inventory/contract";
import { type Classified, ClassSelects } from "./class-fields";
import { readDefinition } from "./tool-definition";
import { toolHref } from "./tool-words";

type BulkToolProps = {
  tool: Tool;
  /** False when it cannot be read here, and so not be approved here. */
  able: boolean;
  choice: Classified & { ticked: boolean };
  change: (part: Partial<Classified & { ticked: boolean }>) => void;
};

/** One waiting tool with its own words and its own class. Choosing a class ticks it. */
export function BulkTool({ tool, able, choice, change }: BulkToolProps) {
  const read = useMemo(() => readDefinition(tool.definition), [tool.definition]);
  return (
    <li className="grid gap-x-4 gap-y-2 border-line border-b py-3 sm:grid-cols-[minmax(0,1fr)_12rem_10rem]">
      <div className="min-w-0 space-y-1.5">
        <Checkbox
          checked={choice.ticked}
          disabled={!able}
          onCheckedChange={(checked) => change({ ticked: checked === true })}
          label={<InlineUntrusted text={tool.name} max={120} className="font-mono font-medium text-xs" />}
        />
        <div className="space-y-1 pl-6">
          {read?.description == null ? null : (
            <UntrustedText text={read.description} label="Description by the server" maxLines={3} maxChars={360} />
          )}
          <p className="flex flex-wrap items-center gap-x-3 text-muted text-xs">
            {read && read.claims.length > 0 ? <span>Says of itself: {read.claims.join(", ")}</span> : null}
            {tool.definitionDigest ? <Identifier value={tool.definitionDigest} keep={6} /> : null}
            <Link href={toolHref(tool)} className="inline-flex min-h-6 items-center text-accent hover:underline">
              Whole definition
            </Link>
          </p>
          {able ? null : <p className="text-hold text-xs">{whyNotHere(tool)}</p>}
        </div>
      </div>
      {able ? (
        <div className="grid grid-cols-2 gap-2 sm:contents">
          <ClassSelects of={tool.name} value={choice} set={(part) => change({ ...part, ticked: true })} />
        </div>
      ) : null}
    </li>
  );
}

function whyNotHere({ signSeverity, signs }: Tool): string {
  if (signSeverity === null || signSeverity === "low") {
    return "Too long to be read in a list. Open it, read it, and approve it there.";
  }
  return `Has ${plural(signs.length, "sign")} of manipulation. Open it, read them where they are marked, and decide there.`;
}
