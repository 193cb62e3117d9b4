"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, FileBadge } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CodeBlock, Identifier } from "@/components/ui/code-block";
import { FormError } from "@/components/ui/form-error";
import { saveFile } from "@/components/ui/save-file";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { type Certificate, getCertificateOp, issueCertificateOp } from "@/lib/enforcement/proof-contract";
import { getStopOrderOp, type StopOrder } from "@/lib/enforcement/stop-contract";
import { can, type Role } from "@/lib/shared/permissions";
import { CertificateBody } from "@/sdk/wire/certificate";

/** The newest certificate of an order, what it admits is missing, and how a stranger checks it. */
export function CertificatePanel({ order, roles }: { order: StopOrder; roles: readonly Role[] }) {
  const queries = useQueryClient();
  const issue = useMutation({
    mutationFn: () => call(issueCertificateOp, { id: order.orderId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [getStopOrderOp.id] }),
  });
  const fetchFile = useMutation({
    mutationFn: () => call(getCertificateOp, { id: order.orderId }),
    onSuccess: saveAll,
  });
  const { certificate } = order;
  return (
    <div className="space-y-3">
      {certificate ? (
        <Callout
          tone={certificate.complete ? "note" : "hold"}
          title={certificate.complete ? "Containment is certified" : "Certified, with parts missing"}
          action={
            <Button size="sm" loading={fetchFile.isPending} onClick={() => fetchFile.mutate()}>
              <Download aria-hidden="true" />
              Download
            </Button>
          }
        >
          Signed <Time at={certificate.issuedAt} absolute />. <Identifier value={certificate.id} keep={12} />
          {fetchFile.data ? <Missing file={fetchFile.data} /> : null}
        </Callout>
      ) : (
        <p className="max-w-[72ch] text-muted text-sm">
          It is signed by itself once every point that can be reached has confirmed the order and answered a probe. It
          can be signed earlier; what is missing is then named in it.
        </p>
      )}
      {can(roles, "stop:certify") ? (
        <Button size="sm" loading={issue.isPending} onClick={() => issue.mutate()}>
          <FileBadge aria-hidden="true" />
          {certificate ? "Sign a new one now" : "Sign what is proven now"}
        </Button>
      ) : null}
      <FormError problem={problemOf(issue.error ?? fetchFile.error)} />
      {certificate ? <HowToVerify /> : null}
    </div>
  );
}

function Missing({ file }: { file: Certificate }) {
  const { missing } = CertificateBody.parse(JSON.parse(file.certificate));
  if (missing.length === 0) return <p>Nothing is missing.</p>;
  return (
    <ul className="mt-1 list-disc pl-4">
      {missing.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

const OPENSSL = `openssl pkeyutl -verify -rawin -pubin -inkey gatehouse-key.pem \\
  -in certificate.json -sigfile certificate.sig`;

function HowToVerify() {
  return (
    <div className="max-w-[72ch] space-y-2 text-sm">
      <p className="text-muted">
        The download is four files: the signed text, its signature, the key, and all of it in one. Compare the key with
        one that you got from this organisation by another way, then check it with OpenSSL 3, or with the command line,
        which also checks each point’s own signature:
      </p>
      <CodeBlock label="With OpenSSL" code={OPENSSL} />
      <CodeBlock
        label="With the command line"
        code="npx gatehouse verify certificate-file.json --key gatehouse-key.pem"
      />
    </div>
  );
}

function saveAll(file: Certificate): void {
  const { certificate, signature, keyId, publicKey } = file;
  saveFile("certificate.json", certificate);
  saveFile(
    "certificate.sig",
    Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0)),
  );
  saveFile("gatehouse-key.pem", publicKey);
  saveFile("certificate-file.json", JSON.stringify({ certificate, signature, keyId, publicKey }));
}
