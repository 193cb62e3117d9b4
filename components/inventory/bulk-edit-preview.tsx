"use client";

import { useQuery } from "@tanstack/react-query";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { optionsFor } from "@/lib/client/query-options";
import { listPeopleOp } from "@/lib/identity/contract";
import type { PreviewedEdit } from "@/lib/inventory/edit-contract";

const fieldNames: Record<string, string> = {
  ownerId: "owner",
  backupOwnerId: "backup owner",
  riskTier: "risk tier",
};

/** What would become of each agent, before anything is written. */
export function BulkEditPreview({ items, takesTwo }: { items: readonly PreviewedEdit[]; takesTwo: boolean }) {
  const people = useQuery(optionsFor(listPeopleOp, {})).data?.items ?? [];
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const shown = (text: string) => (text === "" ? "nothing" : (nameOf.get(text) ?? text));
  const refused = items.filter((item) => item.refused !== null).length;
  const same = items.filter((item) => item.refused === null && item.changes.length === 0).length;
  return (
    <>
      <p role="status" className="text-sm">
        {plural(items.length - refused - same, "agent")} would change
        {same > 0 ? `, ${same} are so already` : ""}
        {refused > 0 ? `, ${refused} cannot be changed` : ""}. Nothing is written yet.
      </p>
      <ol aria-label="What would change" className="max-h-80 overflow-y-auto border-line border-t">
        {items.map(({ id, name, changes, weakens, refused: why }) => (
          <li key={id} className="border-line border-b py-2 text-sm">
            <InlineUntrusted text={name} max={80} className="font-medium" />
            {why === null ? (
              <ul className="text-muted text-xs">
                {changes.length === 0 ? <li>It is so already.</li> : null}
                {changes.map(({ field, from, to }) => (
                  <li key={field}>
                    {fieldNames[field] ?? field}: <InlineUntrusted text={shown(from)} max={120} /> →{" "}
                    <InlineUntrusted text={shown(to)} max={120} className="text-ink" />
                  </li>
                ))}
                {weakens.map((sentence) => (
                  <li key={sentence} className="text-hold">
                    <InlineUntrusted text={sentence} max={300} />{" "}
                    {takesTwo ? "It waits for a second person." : "Nobody else here could confirm it; it is recorded."}
                  </li>
                ))}
              </ul>
            ) : (
              <p className="text-deny text-xs">
                <InlineUntrusted text={why} max={300} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
