"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Tool } from "@/lib/inventory/contract";
import type { Asks, Blanks } from "@/lib/policy/library-contract";
import { limitable } from "./limitable-arguments";

type Props = {
  asks: Asks;
  blanks: Blanks;
  change: (more: Partial<Blanks>) => void;
  problem: (path: keyof Blanks) => string | undefined;
  tools: readonly Tool[];
};

/** The argument of the one tool, and what it is held to. */
export function LimitBlanks({ asks, blanks, change, problem, tools }: Props) {
  const [limit, setLimit] = useState("");
  const [patterns, setPatterns] = useState("");
  if (!asks.argument) return null;
  const tool = tools.find(({ server, name }) => `${server}/${name}` === blanks.tools[0]);
  const known = tool ? limitable(tool).filter(({ kind }) => (kind === "text") === (asks.argument === "text")) : [];
  const none = tool ? `It has no argument that is a ${asks.argument}` : "Choose the tool first";
  return (
    <>
      <Field label="Argument" required error={problem("argument")}>
        <Select
          value={blanks.argument ?? ""}
          placeholder={known.length === 0 ? none : "Choose an argument"}
          options={known.map(({ name }) => ({ value: name, label: name }))}
          onChange={(event) => change({ argument: event.target.value })}
        />
      </Field>
      {asks.limit ? (
        <Field label="Limit" required error={problem("limit")} hint="Up to it, calls are not affected.">
          <Input
            value={limit}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => {
              setLimit(event.target.value);
              const typed = event.target.value.trim();
              const value = typed === "" ? Number.NaN : Number(typed);
              change({ limit: Number.isFinite(value) ? value : null });
            }}
          />
        </Field>
      ) : null}
      {asks.patterns ? (
        <Field
          label="It may be"
          required
          error={problem("patterns")}
          hint="One on each line, at most 10. A star stands for anything: *@example.com"
        >
          <Textarea
            mono
            rows={4}
            value={patterns}
            spellCheck={false}
            onChange={(event) => {
              setPatterns(event.target.value);
              const lines = event.target.value.split("\n").map((line) => line.trim().slice(0, 300));
              change({ patterns: [...new Set(lines.filter((line) => line !== ""))].slice(0, 10) });
            }}
          />
        </Field>
      ) : null}
    </>
  );
}
