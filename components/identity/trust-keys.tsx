import { Archive, CircleDot, Hourglass } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { RotateSigningKey } from "./rotate-signing-key";

type Key = { keyId: string; publicKey: string; retiresAt: string | null; retiredAt: string | null };

/** The key id is the fingerprint of the key, so anyone can check that the two belong together. */
const fingerprint = "openssl pkey -pubin -in gatehouse.pem -outform DER | sha256sum | cut -c1-16";

/** Checks a bundle as the SDK stores it, with nothing of ours. */
const bundle = [
  "# bundle.json: a signed bundle, as an enforcement point holds it",
  "jq -cjS .manifest bundle.json > manifest.json",
  "jq -r .signature.value bundle.json | base64 -d > signature.bin",
  "openssl pkeyutl -verify -pubin -inkey gatehouse.pem -rawin -in manifest.json -sigfile signature.bin",
].join("\n");

export function TrustKeys({ keys, mayRotate }: { keys: readonly Key[]; mayRotate: boolean }) {
  return (
    <div className="flex max-w-[52rem] flex-col gap-4">
      {keys.map((key) => (
        <div key={key.keyId} className="flex flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-x-3 text-sm">
            <code className="font-mono text-xs">{key.keyId}</code>
            <Standing of={key} />
          </p>
          <CodeBlock label="gatehouse.pem" code={key.publicKey.trim()} copyText={key.publicKey} />
        </div>
      ))}
      <CodeBlock label="Is this really the key with that id? It must print the id" code={fingerprint} />
      <CodeBlock label="Is a bundle signed by it?" code={bundle} />
      {mayRotate ? <RotateSigningKey /> : null}
    </div>
  );
}

function Standing({ of: { retiresAt, retiredAt } }: { of: Key }) {
  if (!retiresAt && !retiredAt) return <Status tone="allow" icon={CircleDot} label="In force" />;
  return (
    <span className="text-muted text-xs">
      {retiredAt ? (
        <>
          <Status tone="neutral" icon={Archive} label="Retired" /> <Time at={retiredAt} />
        </>
      ) : (
        <>
          <Status tone="hold" icon={Hourglass} label="Replaced, still trusted" /> until{" "}
          {retiresAt ? <Time at={retiresAt} /> : null}
        </>
      )}
    </span>
  );
}
