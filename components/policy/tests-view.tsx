"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { FlaskConical, Play, Plus } from "lucide-react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Effect } from "@/components/ui/status";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { deletePolicyTestOp, listPolicyTestsOp, type PolicyTest, runPolicyTestsOp } from "@/lib/policy/test-contract";
import { EditTest } from "./edit-test";
import { TestResults } from "./test-results";

const live = { audit: [listPolicyTestsOp.id] };

/** The tests that are kept beside the policies, and what comes out of them now. */
export function TestsView({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listPolicyTestsOp, {}));
  useLive(live);
  const add = (
    <EditTest
      test={null}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New test
        </Button>
      }
    />
  );
  if (data.items.length === 0)
    return (
      <EmptyState title="No tests yet" icon={<FlaskConical aria-hidden="true" />} action={mayEdit ? add : null}>
        A test names one call and what must come of it. All of them are asked before a set of policies is put in force,
        and one that fails stops the publication.
      </EmptyState>
    );
  return (
    <>
      <RunNow />
      <Section title="Kept tests" actions={mayEdit ? add : null}>
        <DataTable
          caption="Tests"
          rows={data.items}
          rowKey={(test) => test.id}
          columns={[
            { id: "name", header: "Test", cell: (test) => test.name, wrap: true },
            {
              id: "tool",
              header: "Tool",
              width: "14rem",
              hideBelow: "md",
              cell: (test) => <InlineUntrusted text={test.tool} className="font-mono text-xs" />,
            },
            {
              id: "expected",
              header: "Must be",
              width: "12rem",
              cell: (test) => (
                <span className="inline-flex flex-wrap items-center gap-x-2">
                  <Effect value={test.expected} />
                  {test.expectedRule ? <span className="text-muted text-xs">by {test.expectedRule}</span> : null}
                </span>
              ),
            },
            {
              id: "acts",
              header: "Acts",
              hideHeader: true,
              width: "11rem",
              align: "end",
              cell: (test) => (mayEdit ? <Acts test={test} /> : null),
            },
          ]}
        />
      </Section>
    </>
  );
}

/** Asks every test of the draft, as publishing would. */
function RunNow() {
  const run = useMutation({ mutationFn: () => call(runPolicyTestsOp, {}) });
  return (
    <Section
      title="Run now"
      description="Against the current version of every active policy, as publishing would."
      actions={
        <Button loading={run.isPending} onClick={() => run.mutate()}>
          <Play aria-hidden="true" />
          Run the tests
        </Button>
      }
    >
      <FormError problem={problemOf(run.error)} />
      <div role="status">
        {run.data ? (
          <>
            <p className="mb-2 text-sm">
              {run.data.failed === 0
                ? `${plural(run.data.results.length, "test passes", "tests pass")}.`
                : `${plural(run.data.failed, "test fails", "tests fail")}: nothing can be published before they pass.`}
            </p>
            <TestResults results={run.data.results} />
          </>
        ) : null}
      </div>
    </Section>
  );
}

function Acts({ test }: { test: PolicyTest }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(deletePolicyTestOp, { id: test.id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [listPolicyTestsOp.id] }),
  });
  return (
    <span className="inline-flex gap-2">
      <EditTest
        test={test}
        trigger={
          <Button size="sm" aria-label={`Change ${test.name}`}>
            Change
          </Button>
        }
      />
      <AlertDialog
        trigger={
          <Button size="sm" aria-label={`Delete ${test.name}`}>
            Delete
          </Button>
        }
        title={`Delete the test “${test.name}”?`}
        description="Publications are not stopped by it any more. The audit log keeps what it said."
        act="Delete"
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </span>
  );
}
