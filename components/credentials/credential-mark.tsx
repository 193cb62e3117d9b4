import Link from "next/link";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Credential } from "@/lib/credentials/contract";
import { stateLook } from "./credential-words";

/** How a credential stands, and with whom it is shared or what ended it. */
export function CredentialMark({ credential }: { credential: Credential }) {
  const { state, sharing, sharedWith, ended } = credential;
  const unseen = sharing - sharedWith.length;
  return (
    <span className="block min-w-0">
      <Status {...stateLook[state]} />
      {state === "shared" ? (
        <span className="block text-muted text-xs">
          with{" "}
          {sharedWith.map(({ id, name }, place) => (
            <span key={id}>
              {place > 0 ? ", " : null}
              <Link href={`/agents/${id}#credentials`} className="text-accent hover:underline">
                <InlineUntrusted text={name} />
              </Link>
            </span>
          ))}
          {unseen > 0 ? `${sharedWith.length > 0 ? " and " : ""}${unseen} of other teams` : null}
        </span>
      ) : null}
      {ended ? (
        <span className="block text-muted text-xs">
          {ended.how} <Time at={ended.at} /> by <InlineUntrusted text={ended.byName} />:{" "}
          <InlineUntrusted text={ended.proof} />
        </span>
      ) : null}
    </span>
  );
}
