"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IdCard } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { listSightingsOp, readCardOp } from "@/lib/discovery/contract";
import { keysIn } from "./keys-in";

/** Reads the agent card at an address; what it says waits with the rest. */
export function ReadCard() {
  const router = useRouter();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState("");
  const [text, setText] = useState("");
  const keys = keysIn(text);
  const read = useMutation({
    mutationFn: () => call(readCardOp, { url: url.trim(), keys: keys ?? [] }),
    onSuccess: async ({ id }) => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: [listSightingsOp.id] });
      router.push(`/agents/discovered/${encodeURIComponent(id)}`);
    },
  });
  return (
    <FormDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        read.reset();
      }}
      trigger={
        <Button>
          <IdCard aria-hidden="true" />
          Read an agent card…
        </Button>
      }
      title="Read an agent card"
      description="The console fetches it, without following redirects, and only from public addresses or those that its operator allowed."
      act="Read it"
      busy={read.isPending}
      ready={url.trim() !== "" && keys !== null}
      onSubmit={() => read.mutate()}
    >
      <Field label="Address" required hint="Of the card itself, or of the host: then its well-known place is tried.">
        <Input
          type="url"
          value={url}
          maxLength={1000}
          placeholder="https://agents.example.com"
          onChange={({ target }) => setUrl(target.value)}
        />
      </Field>
      <Field
        label="Keys that you trust"
        aside="optional"
        hint="A JSON Web Key or a set of them, as its makers gave it to you by another way. Without it, a signature is shown as not verified."
        error={keys === null ? "This is no public JSON Web Key with a kid." : undefined}
      >
        <Textarea rows={3} value={text} spellCheck={false} onChange={({ target }) => setText(target.value)} />
      </Field>
      <FormError problem={problemOf(read.error)} />
    </FormDialog>
  );
}
