"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { listAgentsOp, listToolsOp } from "@/lib/inventory/contract";
import { listRulesOp } from "@/lib/policy/contract";
import { createPolicyTestOp, editPolicyTestOp, listPolicyTestsOp, type PolicyTest } from "@/lib/policy/test-contract";
import { DESCRIBED, draftOfTest, emptyTest, type TestDraft, termsOfTest } from "./test-draft";
import { type TestChoices, TestFields } from "./test-fields";
import { tryChoices } from "./try-choices";

/** Writes a new test, or changes one. */
export function EditTest({ test, trigger }: { test: PolicyTest | null; trigger: ReactNode }) {
  const queries = useQueryClient();
  const form = useId();
  const choices = useChoices(test);
  const begin = () =>
    test ? draftOfTest(test) : emptyTest(choices.agents[0]?.value ?? DESCRIBED, choices.tools[0]?.value ?? "");
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<TestDraft>(begin);
  const terms = termsOfTest(draft);
  const save = useMutation({
    mutationFn: async () => {
      if (!terms) return;
      await (test
        ? call(editPolicyTestOp, { ...terms, id: test.id, version: test.version })
        : call(createPolicyTestOp, terms));
    },
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: [listPolicyTestsOp.id] }),
  });
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(begin());
        save.reset();
        setOpen(next);
      }}
      trigger={trigger}
      title={test ? "Change the test" : "New test"}
      description="Asked of every set of policies before it is published."
      footer={
        <>
          <DialogClose>
            <Button className="max-sm:h-11">Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={form}
            variant="primary"
            className="max-sm:h-11"
            disabled={!terms}
            loading={save.isPending}
          >
            Keep the test
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (terms && !save.isPending) save.mutate();
        }}
      >
        <TestFields draft={draft} set={(change) => setDraft((now) => ({ ...now, ...change }))} choices={choices} />
        <FormError problem={problemOf(save.error)} className="mt-3" />
      </form>
    </Dialog>
  );
}

/** What can be chosen; what a test names stays choosable when it is gone. */
function useChoices(test: PolicyTest | null): TestChoices {
  const { data: agents } = useSuspenseQuery(optionsFor(listAgentsOp, tryChoices));
  const { data: tools } = useSuspenseQuery(optionsFor(listToolsOp, {}));
  const { data: rules } = useSuspenseQuery(optionsFor(listRulesOp, {}));
  const named = tools.items.map(({ server, name }) => ({ value: `${server}/${name}`, label: `${server}/${name}` }));
  const known = agents.items.map(({ id, name }) => ({ value: id, label: name }));
  const goneTool =
    test && !named.some(({ value }) => value === test.tool)
      ? [{ value: test.tool, label: `${test.tool} (not here)` }]
      : [];
  const who = test?.principal.kind === "agent" ? test.principal.id : null;
  const goneAgent =
    who !== null && !known.some(({ value }) => value === who) ? [{ value: who, label: `${who} (not listed)` }] : [];
  return {
    agents: [...known, ...goneAgent],
    tools: [...named, ...goneTool],
    rules: rules.items.map(({ slug, title }) => ({ value: slug, label: `${title} (${slug})` })),
  };
}
