"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/lib/client/call";
import {
  type CallField,
  type CallOutcome,
  type CallsPreview,
  importCallsOp,
  type PreviewedCall,
  previewCallsOp,
} from "@/lib/imports/contract";
import { batchesOf, formatOf } from "./import-batches";

export type ChosenFields = Record<string, CallField | null>;
export type CallsFile = { name: string; text: string; columns: ChosenFields };
export type WholePreview = {
  columns: CallsPreview["columns"];
  counts: Record<CallOutcome, number>;
  rows: PreviewedCall[];
};
export type Imported = { stored: number; same: number; leftOut: number; discovered: number };
export type Progressed = { done: number; of: number };

const partsOf = ({ name, text }: CallsFile) => {
  const format = formatOf(name, text);
  return batchesOf(format, text).map((batch) => ({ format, ...batch }));
};

/** Looks at a file part by part, so that no request is large; how far it is shows meanwhile. */
export function usePreview() {
  const [progress, setProgress] = useState<Progressed | null>(null);
  const preview = useMutation({
    mutationFn: async (file: CallsFile): Promise<WholePreview> => {
      const parts = partsOf(file);
      const whole: WholePreview = { columns: [], counts: { new: 0, same: 0, error: 0 }, rows: [] };
      for (const [done, part] of parts.entries()) {
        setProgress({ done, of: parts.length });
        const { columns, counts, rows } = await call(previewCallsOp, { ...part, columns: file.columns });
        const known = new Set(whole.columns.map(({ heading }) => heading));
        whole.columns.push(...columns.filter(({ heading }) => !known.has(heading)));
        for (const outcome of ["new", "same", "error"] as const) whole.counts[outcome] += counts[outcome];
        whole.rows.push(...rows);
      }
      return whole;
    },
    onSettled: () => setProgress(null),
  });
  return { preview, progress };
}

/** The same for writing. What was written before it broke off is there, and sent again it changes nothing. */
export function useImport(onDone: () => void) {
  const [progress, setProgress] = useState<Progressed | null>(null);
  const bring = useMutation({
    mutationFn: async ({ file, leaveOutErrors }: { file: CallsFile; leaveOutErrors: boolean }): Promise<Imported> => {
      const parts = partsOf(file);
      const sum: Imported = { stored: 0, same: 0, leftOut: 0, discovered: 0 };
      for (const [done, part] of parts.entries()) {
        setProgress({ done, of: parts.length });
        const input = { ...part, columns: file.columns, file: file.name.slice(0, 200), leaveOutErrors };
        const result = await call(importCallsOp, input);
        for (const name of ["stored", "same", "leftOut", "discovered"] as const) sum[name] += result[name];
      }
      return sum;
    },
    onSuccess: onDone,
  });
  return { bring, progress };
}
