"use client";

import { Section } from "@/components/ui/page-header";
import { RadioGroup } from "@/components/ui/radio-group";
import { type ConnectKind, connectKinds, connectKindWords, pepKindOf } from "./connect-kinds";
import { strengthWords } from "./point-words";

/** Grouped by how hard the point is to step around, since that is what the choice is about. */
const groups = [
  { pepKind: "mcp-proxy", title: "Before an MCP server", strength: strengthWords.mediated },
  { pepKind: "sandbox", title: "Around the whole agent, on Linux", strength: strengthWords.mandatory },
  { pepKind: "sdk", title: "Inside a TypeScript agent", strength: strengthWords.cooperative },
] as const;

export function KindChoice({ kind, choose }: { kind: ConnectKind; choose: (kind: ConnectKind) => void }) {
  return (
    <Section title="What is to be connected">
      <div className="grid gap-6 sm:grid-cols-2">
        {groups.map(({ pepKind, title, strength }) => (
          <div key={pepKind}>
            <RadioGroup
              legend={title}
              // A choice in the other group leaves this one without any.
              value={pepKindOf(kind) === pepKind ? kind : ""}
              onValueChange={(value) => {
                const chosen = connectKinds.find((each) => each === value);
                if (chosen) choose(chosen);
              }}
              options={connectKinds
                .filter((each) => pepKindOf(each) === pepKind)
                .map((value) => ({ value, label: connectKindWords[value].label, hint: connectKindWords[value].hint }))}
            />
            <p className="mt-3 text-muted text-xs">
              {strength.word}. {strength.means}
            </p>
          </div>
        ))}
      </div>
    </Section>
  );
}
