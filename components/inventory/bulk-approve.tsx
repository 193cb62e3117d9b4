"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { InlineUntrusted } from "@/components/ui/revealed";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { approveServerToolsOp, listToolsOp, type Tool } from "@/lib/inventory/contract";
import { BulkTool } from "./bulk-tool";
import { type Classified, ClassSelects } from "./class-fields";

type Choice = Classified & { ticked: boolean };
const untouched: Choice = { ticked: false, operationClass: null, reversibility: "irreversible" };

/** Several waiting tools of one server in one act; each keeps its own class, and the digest that was shown here. */
export function BulkApprove({ server }: { server: string }) {
  const { data } = useSuspenseQuery(optionsFor(listToolsOp, { server, state: "waiting" }));
  // Digests as they were when this page was opened: what changes meanwhile is refused, not silently approved.
  const [tools] = useState(data.items);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const choiceOf = (tool: Tool) => choices.get(tool.id) ?? untouched;
  const change = (wanted: readonly Tool[], part: Partial<Choice>) =>
    setChoices((now) => {
      const next = new Map(now);
      for (const tool of wanted) next.set(tool.id, { ...(now.get(tool.id) ?? untouched), ...part });
      return next;
    });
  const able = tools.filter(readableHere);
  const ticked = able.filter((tool) => choiceOf(tool).ticked);
  const unclassified = ticked.filter((tool) => choiceOf(tool).operationClass === null).length;
  const approve = useApproval(ticked, choiceOf);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ticked.length > 0 && unclassified === 0 && !approve.isPending) approve.mutate();
  };
  if (tools.length === 0) return <NothingWaits server={server} />;
  return (
    <form onSubmit={submit} className="max-w-5xl">
      <AllAtOnce able={able} ticked={ticked} change={change} />
      <ul aria-label="Waiting tools" className="border-line border-t">
        {tools.map((tool) => (
          <BulkTool
            key={tool.id}
            tool={tool}
            able={able.includes(tool)}
            choice={choiceOf(tool)}
            change={(part) => change([tool], part)}
          />
        ))}
      </ul>
      <FormError problem={problemOf(approve.error)} className="mt-4" />
      <div className="sticky bottom-(--bottom-bar) z-10 flex flex-wrap items-center gap-3 border-line border-t bg-paper py-3">
        <Button
          type="submit"
          variant="primary"
          loading={approve.isPending || approve.isSuccess}
          disabled={ticked.length === 0 || unclassified > 0}
        >
          Approve and pin {plural(ticked.length, "tool")}
        </Button>
        <Button asChild variant="quiet">
          <Link href="/tools">Cancel</Link>
        </Button>
        {unclassified > 0 ? (
          <p className="text-hold text-xs" role="status">
            {plural(unclassified, "ticked tool")} {unclassified === 1 ? "has" : "have"} no class yet.
          </p>
        ) : null}
      </div>
    </form>
  );
}

/** What is too long for a list, or has signs that must be read where they stand, is approved on its own page. */
const readableHere = ({ definitionOmitted, definition, seenAt, signSeverity }: Tool): boolean =>
  !definitionOmitted && (definition !== null || seenAt === null) && (signSeverity === null || signSeverity === "low");

function useApproval(ticked: readonly Tool[], choiceOf: (tool: Tool) => Choice) {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(approveServerToolsOp, {
        tools: ticked.flatMap((tool) => {
          const { operationClass, reversibility } = choiceOf(tool);
          return operationClass
            ? [{ id: tool.id, operationClass, reversibility, definitionDigest: tool.definitionDigest }]
            : [];
        }),
      }),
    onSuccess: async ({ items }) => {
      await queries.invalidateQueries({ queryKey: [listToolsOp.id] });
      toast.success(`${plural(items.length, "tool")} approved and pinned`);
      router.push("/tools");
    },
  });
}

type AllProps = {
  able: readonly Tool[];
  ticked: readonly Tool[];
  change: (tools: readonly Tool[], part: Partial<Choice>) => void;
};

function AllAtOnce({ able, ticked, change }: AllProps) {
  const some = ticked.length > 0 && ticked.length < able.length;
  return (
    <fieldset className="mb-3 grid min-h-8 items-center gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_12rem_10rem]">
      <legend className="sr-only">For all ticked tools</legend>
      <Checkbox
        checked={some ? "indeterminate" : ticked.length > 0}
        onCheckedChange={(checked) => change(able, { ticked: checked === true })}
        label={ticked.length > 0 ? `${plural(ticked.length, "tool")} ticked; set all of them to` : "Tick all"}
      />
      {ticked.length > 0 ? (
        <div className="grid grid-cols-2 gap-2 sm:contents">
          <ClassSelects
            of="all ticked tools"
            value={{ operationClass: null, reversibility: "irreversible" }}
            set={(part) => change(ticked, part)}
          />
        </div>
      ) : null}
    </fieldset>
  );
}

function NothingWaits({ server }: { server: string }) {
  return (
    <EmptyState
      title={
        <>
          No tool of <InlineUntrusted text={server} max={60} className="font-mono" /> waits
        </>
      }
      action={
        <Button asChild>
          <Link href="/tools">All tools</Link>
        </Button>
      }
    >
      Somebody may have approved them meanwhile, or no point has seen this server.
    </EmptyState>
  );
}
