/** Private to this folder: a sink's place with its secret, sealed at rest and bound to the sink that it belongs to. */
import type { Sink as SinkRow } from "@/lib/db/generated/client";
import { derivedKey, masterKeyId } from "@/lib/env";
import { seal, unseal } from "@/lib/identity/seal";
import { Refusal } from "@/lib/shared/errors";
import { needsSecret, SinkPlace } from "./contract";

const PURPOSE = "sink-secrets";

export const sealSecret = (sinkId: string, secret: string) => ({
  sealedSecret: seal(derivedKey(PURPOSE), Buffer.from(secret), sinkId),
  masterKeyId: masterKeyId(),
});

type Stored = Pick<SinkRow, "id" | "kind" | "settings" | "sends" | "sealedSecret" | "masterKeyId">;

/** As it was given, secret included: for senders only. */
export function placeOf(row: Stored): SinkPlace {
  const { kind, settings, sends } = row;
  const secret = row.sealedSecret ? { secret: openSecret(row) } : {};
  return SinkPlace.parse({ kind, settings, sends, ...secret });
}

function openSecret({ id, sealedSecret, masterKeyId: sealedBy }: Stored): string {
  if (sealedBy !== masterKeyId() || !sealedSecret) {
    throw new Refusal(
      "unavailable",
      "This sink's secret was sealed with another master key. Restore secret.key, or edit the sink and give the secret again.",
    );
  }
  return unseal(derivedKey(PURPOSE), sealedSecret, id).toString();
}

/** A new place must bring the secret that its kind cannot do without. */
export function requireSecret(place: SinkPlace): void {
  if (needsSecret.includes(place.kind) && !place.secret) {
    throw new Refusal("invalid_input", "This kind of sink needs a secret.", {
      invalidParams: [{ path: "place.secret", message: "is needed" }],
    });
  }
}

/** What of the settings is worth remembering in the audit log. */
export const settingsFact = ({ settings }: SinkPlace): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(settings).filter(([name, value]) => name !== "ca" && value !== undefined));
