"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { AskSecond } from "@/components/changes/ask-second";
import { changeHref, tellProposed } from "@/components/changes/tell-proposed";
import { useLeaveWarning } from "@/components/policy/use-leave-warning";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { ConfirmDanger } from "@/components/ui/confirm-danger";
import { DataTable } from "@/components/ui/data-table";
import { PageHeader, Section } from "@/components/ui/page-header";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import {
  type Application,
  type ApplicationTerms,
  deleteApplicationOp,
  editApplicationOp,
  getApplicationOp,
  listApplicationsOp,
} from "@/lib/applications/contract";
import { call } from "@/lib/client/call";
import { fieldErrors, problemBesides, problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { plainName } from "@/lib/shared/plain-name";
import { draftOf, readDraft } from "./application-draft";
import { ApplicationForm } from "./application-form";
import { useApplicationCheck } from "./use-application-check";

type Props = { id: string; mayEdit: boolean; nonce?: string };

export function ApplicationView({ id, mayEdit, nonce }: Props) {
  const { data: app } = useSuspenseQuery(optionsFor(getApplicationOp, { id }));
  return (
    <>
      <PageHeader
        trail={
          <Breadcrumb
            items={[
              { label: "Policies", href: "/policies" },
              { label: "Applications", href: "/policies/applications" },
              { label: plainName(app.title) },
            ]}
          />
        }
        title={plainName(app.title)}
        description={
          app.enabled
            ? "Answers AuthZEN callers. A change is in force as soon as it is kept; one that permits more waits for a second person."
            : "Disabled: what it answered for is denied."
        }
        actions={mayEdit ? <DeleteApplication app={app} /> : null}
      />
      <EditApplication app={app} mayEdit={mayEdit} nonce={nonce} />
      <Versions app={app} />
    </>
  );
}

function EditApplication({ app, mayEdit, nonce }: { app: Application; mayEdit: boolean; nonce: string | undefined }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(app));
  const [enabled, setEnabled] = useState(app.enabled);
  const [base, setBase] = useState(app);
  const read = readDraft(draft);
  const check = useApplicationCheck(read.terms);
  const begin = (from: Application) => {
    setDraft(draftOf(from));
    setEnabled(from.enabled);
    setBase(from);
  };
  const save = useMutation({
    mutationFn: ({ terms, reason }: { terms: ApplicationTerms; reason: string }) =>
      call(editApplicationOp, { id: app.id, version: base.version, enabled, reason, ...terms }),
    onSuccess: async ({ done: saved, request }) => {
      if (request) {
        tellProposed(request);
        router.push(changeHref(request));
      }
      if (!saved) return;
      queries.setQueryData(optionsFor(getApplicationOp, { id: app.id }).queryKey, saved);
      begin(saved);
      toast.success(`${saved.title}: version ${saved.version} is kept`);
      await queries.invalidateQueries({ queryKey: [listApplicationsOp.id] });
    },
    // After a conflict the newer version has to come to the page.
    onError: () => queries.invalidateQueries({ queryKey: [getApplicationOp.id] }),
  });
  const changed = enabled !== base.enabled || JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  useLeaveWarning(changed && !save.data?.request);
  const problem = problemOf(save.error);
  const newer = app.version !== base.version;
  return (
    <form
      className="mb-8 space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.terms && changed && !save.isPending) save.mutate({ terms: read.terms, reason: "" });
      }}
    >
      <ApplicationForm
        draft={draft}
        onChange={setDraft}
        read={read}
        check={check}
        told={fieldErrors(problem)}
        readOnly={!mayEdit}
        nonce={nonce}
      />
      <Switch
        label="Answers AuthZEN callers"
        checked={enabled}
        disabled={!mayEdit}
        onCheckedChange={(checked) => setEnabled(checked)}
      />
      <AskSecond
        problem={problemBesides(problem, ["title"])}
        busy={save.isPending}
        onAsk={(reason) => read.terms && save.mutate({ terms: read.terms, reason })}
      />
      {mayEdit ? (
        <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
          <Button
            type="submit"
            variant={changed ? "primary" : "secondary"}
            disabled={!changed || newer || read.terms === null || check.text.state === "invalid"}
            loading={save.isPending}
          >
            Keep as version {base.version + 1}
          </Button>
          {changed || newer ? (
            <Button variant="quiet" onClick={() => begin(app)}>
              {newer ? `Take version ${app.version}, drop mine` : "Discard changes"}
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}

function DeleteApplication({ app }: { app: Application }) {
  const router = useRouter();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(deleteApplicationOp, { id: app.id }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [listApplicationsOp.id] });
      router.push("/policies/applications");
    },
  });
  return (
    <ConfirmDanger
      title={`Delete ${plainName(app.title)}?`}
      stops="Its policies, its data and all its versions are deleted. What it answered for is denied from now on."
      act="Delete"
      reason="none"
      busy={remove.isPending}
      problem={problemOf(remove.error)}
      onConfirm={() => remove.mutate()}
      trigger={<Button variant="danger-outline">Delete</Button>}
    />
  );
}

function Versions({ app }: { app: Application }) {
  return (
    <Section title="Versions">
      <DataTable
        caption="Versions"
        rows={app.versions}
        rowKey={({ version }) => String(version)}
        columns={[
          { id: "version", header: "Version", cell: ({ version }) => version, width: "6rem" },
          { id: "by", header: "Kept by", cell: ({ createdByName }) => createdByName },
          { id: "at", header: "When", cell: ({ createdAt }) => <Time at={createdAt} />, width: "10rem" },
          {
            id: "text",
            header: "Policies’ digest",
            hideBelow: "md",
            cell: ({ textDigest }) => <code className="font-mono text-xs">{textDigest.slice(0, 23)}</code>,
          },
          {
            id: "data",
            header: "Data’s digest",
            hideBelow: "md",
            cell: ({ dataDigest }) => <code className="font-mono text-xs">{dataDigest.slice(0, 23)}</code>,
          },
        ]}
      />
    </Section>
  );
}
