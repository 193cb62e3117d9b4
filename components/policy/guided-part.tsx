"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/ui/form-error";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp, type Tool } from "@/lib/inventory/contract";
import type { CheckpointRule } from "@/lib/policy/contract";
import { GuidedForm } from "./guided-form";

type Props = {
  text: string;
  onChange: (text: string) => void;
  tools: readonly Tool[];
  rules: readonly CheckpointRule[];
};

/** Closed until somebody wants it; agents are read then. The first 200 by name can be chosen here; the text takes any. */
export function GuidedPart({ text, onChange, tools, rules }: Props) {
  const [open, setOpen] = useState(false);
  const agents = useQuery({ ...optionsFor(listAgentsOp, { limit: 200, sort: "name" }), enabled: open });
  const items = agents.data?.items ?? [];
  return (
    <details
      className="max-w-[60rem] rounded-md border border-edge px-4 py-3"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer font-medium text-sm">Fill in a form</summary>
      <div className="mt-4">
        <FormError problem={problemOf(agents.error)} />
        {agents.data ? (
          <GuidedForm
            text={text}
            onChange={onChange}
            tools={tools}
            rules={rules}
            agents={items}
            teams={[...new Set(items.map(({ team }) => team))].sort()}
          />
        ) : null}
      </div>
    </details>
  );
}
