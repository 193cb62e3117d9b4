"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { DataTable } from "@/components/ui/data-table";
import { FormError } from "@/components/ui/form-error";
import { KeyValue } from "@/components/ui/key-value";
import { LiveRegion } from "@/components/ui/live-region";
import { Section } from "@/components/ui/page-header";
import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { useLive } from "@/lib/client/live";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import { cancelPackOp, getPackOp, type Pack } from "@/lib/compliance/pack-contract";
import { PackShares } from "./pack-shares";
import { packWords, sizeWords } from "./pack-words";

const live = { audit: [getPackOp.id] };

/** One pack: how far it is; then the file, how a stranger verifies it, who has a link and who downloaded it. */
export function PackView({ id, mayManage }: { id: string; mayManage: boolean }) {
  const { data: pack } = useSuspenseQuery(optionsFor(getPackOp, { id }));
  useLive(live);
  const open = pack.status === "waiting" || pack.status === "running";
  return (
    <>
      <LiveRegion>{packWords[pack.status]}</LiveRegion>
      {open ? <Running pack={pack} mayManage={mayManage} /> : null}
      {pack.status === "failed" ? <Callout tone="deny">{pack.fault}</Callout> : null}
      {pack.status === "cancelled" ? (
        <p className="text-muted text-sm">It was cancelled; nothing of it was kept.</p>
      ) : null}
      {pack.status === "done" ? <Finished pack={pack} mayManage={mayManage} /> : null}
    </>
  );
}

type PackProps = { pack: Pack; mayManage: boolean };

function Running({ pack, mayManage }: PackProps) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call(cancelPackOp, { id: pack.id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [getPackOp.id] }),
  });
  return (
    <div className="max-w-[40rem] space-y-4">
      <Progress
        label={pack.stage ? `${packWords[pack.status]}: ${pack.stage}` : packWords[pack.status]}
        done={pack.done}
        total={pack.total}
        unit="records"
      />
      <p className="text-muted text-xs">
        You can leave this page: the worker goes on, and after a restart of its own too.
      </p>
      {mayManage ? (
        <Button size="sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel the pack
        </Button>
      ) : null}
      <FormError problem={problemOf(cancel.error)} />
    </div>
  );
}

function Finished({ pack, mayManage }: PackProps) {
  return (
    <>
      <Section
        title="The file"
        actions={
          <Button asChild variant="primary">
            <a href={`/compliance/packs/${encodeURIComponent(pack.id)}/download`} download>
              <Download aria-hidden="true" />
              Download
            </a>
          </Button>
        }
      >
        <FileFacts
          bytes={pack.bytes}
          sha256={pack.sha256 ?? ""}
          keyId={pack.key?.keyId ?? ""}
          fingerprint={pack.key?.fingerprint ?? ""}
        />
      </Section>
      <HowToVerify />
      <PackShares pack={pack} mayManage={mayManage} />
      <Section
        title="Downloads"
        description="Whoever began to download it, the newest first. Each is in the audit log too."
      >
        <DataTable
          caption="Downloads"
          rows={pack.downloads.map((download, place) => ({ ...download, place }))}
          rowKey={({ place }) => String(place)}
          columns={[
            { id: "by", header: "Who", cell: ({ by, shared }) => `${by}${shared ? ", by a link" : ""}` },
            { id: "at", header: "When", width: "12rem", cell: ({ at }) => <Time at={at} /> },
          ]}
          empty={<p className="border-line border-t py-3 text-muted text-sm">Nobody has downloaded it yet.</p>}
        />
      </Section>
    </>
  );
}

export type PackFacts = { bytes: number | null; sha256: string; keyId: string; fingerprint: string };

/** Shown to people of the house and to whoever has a link alike. */
export const FileFacts = ({ bytes, sha256, keyId, fingerprint }: PackFacts) => (
  <KeyValue
    items={[
      { label: "Size", value: sizeWords(bytes) },
      { label: "SHA-256 of the file", value: <span className="break-all">{sha256}</span>, mono: true },
      { label: "Signed with key", value: keyId, mono: true },
      { label: "Fingerprint of the key", value: <span className="break-all">{fingerprint}</span>, mono: true },
    ]}
  />
);

export const HowToVerify = () => (
  <Section
    title="How to verify it"
    description="README.md in the pack has the commands for sha256sum and openssl. With the command line, and the organisation's key that you got elsewhere:"
  >
    <div className="max-w-[40rem]">
      <CodeBlock label="Verify" code="npx gatehouse verify PACK.zip --key key.pem" />
    </div>
  </Section>
);
