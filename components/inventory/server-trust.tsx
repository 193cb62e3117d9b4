"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { RadioGroup } from "@/components/ui/radio-group";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { FirstUse, listToolServersOp, setToolServerOp, type ToolServer } from "@/lib/inventory/tool-contract";
import { type Classified, ClassSelects } from "./class-fields";

const options = [
  {
    value: "ask",
    label: "Ask a person",
    hint: "every new tool waits, refused for every agent, until somebody has read it",
  },
  {
    value: "trust-first-use",
    label: "Trust on first use",
    hint: "the first definition that a point sees is pinned unread, unless something in it is suspicious",
  },
];

/** Changes how a server's new tools are met. Trusting is a weakening, and says so before it is chosen. */
export function ServerTrust({ server }: { server: ToolServer }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change</Button>}
      title={
        <>
          New tools of <InlineUntrusted text={server.name} max={60} className="font-mono" />
        </>
      }
    >
      <TrustForm server={server} close={() => setOpen(false)} />
    </Dialog>
  );
}

function TrustForm({ server, close }: { server: ToolServer; close: () => void }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [firstUse, setFirstUse] = useState<FirstUse>(server.firstUse);
  const [classed, setClassed] = useState<Classified>(server);
  const [reason, setReason] = useState("");
  const save = useMutation({
    mutationFn: () => call(setToolServerOp, { name: server.name, firstUse, reason, ...ofChoice(firstUse, classed) }),
    onSuccess: ({ request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
        return;
      }
      toast.success(
        `New tools of ${server.name}: ${firstUse === "ask" ? "a person is asked" : "trusted on first use"}`,
      );
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [listToolServersOp.id] }),
  });
  const trusts = firstUse === "trust-first-use";
  const ready = reason.trim() !== "" && (!trusts || classed.operationClass !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <RadioGroup
        legend="A new tool"
        value={firstUse}
        options={options}
        onValueChange={(text) => setFirstUse(FirstUse.safeParse(text).data ?? "ask")}
      />
      {trusts ? (
        <>
          <Callout tone="hold" title="This weakens enforcement">
            Whoever controls the server decides what its new tools are; policies then allow them as the class that you
            choose here. A second person has to confirm it where there is one. Tools that wait now go on waiting.
          </Callout>
          <div className="grid gap-2 sm:grid-cols-2">
            <ClassSelects
              of="every new tool of the server"
              value={classed}
              set={(change) => setClassed((now) => ({ ...now, ...change }))}
            />
          </div>
        </>
      ) : null}
      <Field label="Reason" required hint="Kept in the audit log.">
        <Textarea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <FormError problem={problemOf(save.error)} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={trusts ? "danger" : "primary"} disabled={!ready} loading={save.isPending}>
          {trusts ? "Trust on first use" : "Ask about each"}
        </Button>
        <Button type="button" variant="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const ofChoice = (firstUse: FirstUse, { operationClass, reversibility }: Classified) =>
  firstUse === "ask" ? {} : { operationClass, reversibility };
