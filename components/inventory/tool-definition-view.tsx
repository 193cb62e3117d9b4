"use client";

import { useMemo } from "react";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { DiffView } from "@/components/ui/diff-view";
import { Section } from "@/components/ui/page-header";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Tool } from "@/lib/inventory/contract";
import { MarkedDefinition } from "./marked-definition";
import type { NumberedSign } from "./sign-marks";
import { readDefinition } from "./tool-definition";

/** What changed since a person approved the tool; nothing while it is what was pinned. */
export function ToolDifference({ tool }: { tool: Tool }) {
  const before = useMemo(() => readDefinition(tool.pinnedDefinition), [tool.pinnedDefinition]);
  const after = useMemo(() => readDefinition(tool.definition), [tool.definition]);
  if (tool.state !== "changed") return null;
  if (tool.pin !== null && tool.pin === tool.definitionDigest) return <Returned />;
  return (
    <Section title="What changed since it was approved">
      <Callout tone="deny" title="Every enforcement point refuses this tool" className="mb-3">
        A definition that changes after it was approved may be an attack on the model that reads it. Read each line.
      </Callout>
      {before && after ? (
        <>
          <p className="mb-2 flex flex-wrap items-center gap-x-2 text-muted text-xs">
            Pinned {tool.pin ? <Identifier value={tool.pin} keep={8} /> : "by name"} → seen now{" "}
            {tool.definitionDigest ? <Identifier value={tool.definitionDigest} keep={8} /> : "without a digest"}
          </p>
          <DiffView before={before.lines} after={after.lines} label="Difference from the pinned definition" />
          <p className="mt-1 text-muted text-xs">
            Both in canonical order. Long texts are broken after sentences so that a difference falls on its line.
          </p>
        </>
      ) : (
        <p className="text-muted text-sm">
          {before ? "The definition seen now could not be kept, so" : "No definition was kept when it was approved, so"}{" "}
          there is nothing to compare.
        </p>
      )}
    </Section>
  );
}

/** A tool that was another one for a while has shown what its server can do: that it looks as before gives nothing back. */
const Returned = () => (
  <Callout tone="hold" title="It shows the approved definition again, and stays refused" className="mb-5">
    Its definition was another one for a while. Whoever runs the server can do that again, so nothing but a person's
    approval gives the tool back; the history in the audit log has both digests.
  </Callout>
);

/** The definition as last seen: its words first, then all of it, with the signs where they stand. */
export function ToolDefinition({ tool, signs }: { tool: Tool; signs: readonly NumberedSign[] }) {
  const read = useMemo(() => readDefinition(tool.definition), [tool.definition]);
  return (
    <Section
      title="Definition"
      description="As the server gave it to the point that saw it last. A model that is offered the tool reads all of this."
    >
      {read ? (
        <div className="space-y-5">
          {/* With signs in it, it is read below, where they are marked. */}
          {read.description === null || signs.some(({ at }) => at === "/description") ? null : (
            <UntrustedText text={read.description} label="Description by the server" maxLines={20} />
          )}
          {read.claims.length > 0 ? (
            <p className="text-sm">
              <span className="text-muted">The server says of it:</span> {read.claims.join(", ")}.{" "}
              <span className="text-muted">Nothing here checks that.</span>
            </p>
          ) : null}
          <MarkedDefinition value={read.value ?? tool.definition} signs={signs} />
          {tool.definitionDigest ? (
            <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
              Digest of the whole definition <Identifier value={tool.definitionDigest} keep={16} />
            </p>
          ) : null}
        </div>
      ) : (
        <p className="text-muted text-sm">
          {tool.seenAt
            ? "A point saw one that is too long or cannot be kept."
            : "No point has seen this tool yet, and none was given."}
        </p>
      )}
    </Section>
  );
}
