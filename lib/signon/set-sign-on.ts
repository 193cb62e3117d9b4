import { guardedCommand } from "@/lib/changes/guarded-command";
import { Refusal } from "@/lib/shared/errors";
import type { SignOnInput } from "./contract";
import { setSignOnOp } from "./contract";
import { judgeProvider } from "./judge-provider";
import { forgetMetadata } from "./provider";
import {
  changedMeanwhile,
  lockSignOn,
  notWhileRequired,
  readStanding,
  sameApplication,
  sealClientSecret,
} from "./rows";

/** Whatever changes, the settings have to be proven anew by an admin who signs in through them. */
export const setSignOn = guardedCommand(
  setSignOnOp,
  { judge: (tx, { signOn }) => judgeProvider(tx, signOn), secret: ["signOn", "clientSecret"] },
  async (tx, { version, signOn: given }) => {
    const known = await lockSignOn(tx);
    if ((known?.version ?? null) !== version) throw changedMeanwhile();
    if (known?.required) throw notWhileRequired();
    const { clientSecret, ...facts } = given;
    const keeps = clientSecret === undefined;
    if (keeps && known?.sealedSecret && !sameApplication(known, given)) throw secretAgain();
    const data = {
      ...facts,
      domains: [...new Set(facts.domains)],
      ...(keeps
        ? {}
        : clientSecret
          ? sealClientSecret(tx.orgId, clientSecret)
          : { sealedSecret: null, masterKeyId: null }),
      provenAt: null,
      provenByName: null,
      updatedAt: tx.now,
      updatedByName: tx.actor.name,
    };
    await tx.db.signOn.upsert({
      where: { orgId: tx.orgId },
      create: { ...data, orgId: tx.orgId },
      update: { ...data, version: { increment: 1 } },
      select: { orgId: true },
    });
    forgetMetadata(given.issuer);
    return {
      result: readStanding,
      event: {
        action: "signOn.set",
        target: { kind: "signOn", id: tx.orgId, name: given.name },
        detail: { before: known && factsOf(known), after: factsOf(given), secretChanged: !keeps },
      },
    };
  },
);

/** What is worth remembering: everything but the secret. */
const factsOf = (from: Omit<SignOnInput, "clientSecret" | "newcomerRole"> & { newcomerRole: string | null }) => ({
  name: from.name,
  issuer: from.issuer,
  clientId: from.clientId,
  domains: from.domains,
  trustsAddress: from.trustsAddress,
  newcomers: from.newcomers,
  newcomerRole: from.newcomerRole,
  groupsClaim: from.groupsClaim,
});

const secretAgain = (): Refusal =>
  new Refusal(
    "invalid_input",
    "The stored client secret was given for another issuer or client. Give the secret for this one.",
    { invalidParams: [{ path: "signOn.clientSecret", message: "is needed for another issuer or client" }] },
  );
