"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError, type Problem } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { importFrameworkOp, listFrameworksOp } from "@/lib/compliance/contract";

const idOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);

class NotJson extends Error {}
const notJson: Problem = { title: "Not JSON", detail: "The file is not JSON. Nothing was imported." };

/** A framework of the organisation's own, from a file. */
export function ImportFramework() {
  const router = useRouter();
  const queries = useQueryClient();
  const [title, setTitle] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const bring = useMutation({
    mutationFn: async (from: File) =>
      call(importFrameworkOp, { id: idOf(title), title, document: parsed(await from.text()) }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: [listFrameworksOp.id] });
      router.push(`/compliance/${id}`);
    },
  });
  return (
    <FormDialog
      onOpenChange={() => bring.reset()}
      trigger={<Button>Import a framework…</Button>}
      title="Import a framework"
      description="A JSON file: a list of controls, or an OSCAL catalog. All of it is taken over, or none."
      act="Import"
      busy={bring.isPending || bring.isSuccess}
      ready={file !== null && idOf(title) !== ""}
      onSubmit={() => file && bring.mutate(file)}
    >
      <Field label="Title" required hint={idOf(title) ? `Its address: /compliance/${idOf(title)}` : undefined}>
        <Input value={title} maxLength={200} required onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label="File" required hint="Of 4 MB at most. docs/compliance.md says what stands in it.">
        <Input
          type="file"
          accept="application/json,.json"
          required
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </Field>
      <FormError problem={bring.error instanceof NotJson ? notJson : problemOf(bring.error)} />
    </FormDialog>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson();
  }
}
