"use client";

import { useMemo } from "react";
import { Callout } from "@/components/ui/callout";
import { Identifier } from "@/components/ui/code-block";
import { DiffView } from "@/components/ui/diff-view";
import { JsonView } from "@/components/ui/json-view";
import { Section } from "@/components/ui/page-header";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Tool } from "@/lib/inventory/contract";
import { readDefinition } from "./tool-definition";

/** What changed since a person approved the tool; nothing while it is what was pinned. */
export function ToolDifference({ tool }: { tool: Tool }) {
  const before = useMemo(() => readDefinition(tool.pinnedDefinition), [tool.pinnedDefinition]);
  const after = useMemo(() => readDefinition(tool.definition), [tool.definition]);
  if (tool.state !== "changed") return null;
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

/** The definition as last seen: its words first, then all of it. */
export function ToolDefinition({ tool }: { tool: Tool }) {
  const read = useMemo(() => readDefinition(tool.definition), [tool.definition]);
  return (
    <Section
      title="Definition"
      description="As the server gave it to the point that saw it last. A model that is offered the tool reads all of this."
    >
      {read ? (
        <div className="space-y-5">
          {read.description === null ? null : (
            <UntrustedText text={read.description} label="Description by the server" maxLines={20} />
          )}
          {read.claims.length > 0 ? (
            <p className="text-sm">
              <span className="text-muted">The server says of it:</span> {read.claims.join(", ")}.{" "}
              <span className="text-muted">Nothing here checks that.</span>
            </p>
          ) : null}
          <JsonView value={read.value ?? read.lines} label="Whole definition" />
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
