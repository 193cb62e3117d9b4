/** Checks a containment certificate: the organisation's signature over all of it, and each point's own over its answer. */
import { verifyCanonical, verifyText } from "./crypto.ts";
import { NotVerified } from "./verify.ts";
import type { TrustKey } from "./wire/bundle.ts";
import { CertificateBody, CertificateFile, type CertifiedPoint } from "./wire/certificate.ts";

const BY_ORDER: ReadonlySet<string> = new Set(["agent_killed", "agent_suspended", "agent_retired", "revoked"]);

/** What the certificate says, when every signature in it holds. Throws {@link NotVerified} with the reason. */
export function verifyCertificate(input: unknown, trust: readonly TrustKey[]): CertificateBody {
  const file = CertificateFile.safeParse(input);
  if (!file.success) throw new NotVerified("it is not a containment certificate");
  const { certificate, signature, keyId } = file.data;
  const key = trust.find((candidate) => candidate.keyId === keyId);
  if (!key) throw new NotVerified(`it is signed by ${keyId}, a key that is not trusted here`);
  if (!verifyText(key.publicKey, certificate, signature)) throw new NotVerified("its signature does not match");
  const body = CertificateBody.safeParse(json(certificate));
  if (!body.success) throw new NotVerified("what is signed is not understood");
  for (const point of body.data.points) checkPoint(body.data, point);
  return body.data;
}

function checkPoint({ org, order, missing }: CertificateBody, { pep, name, probe }: CertifiedPoint): void {
  const fail = (why: string): never => {
    throw new NotVerified(`the answer of ${name} (${pep}) ${why}`);
  };
  if (!probe) {
    if (missing.length === 0) fail("is not there, and the certificate does not say so");
    return;
  }
  const { statement, publicKey, signature } = probe;
  const signed = { keyId: "", algorithm: "Ed25519", value: signature } as const;
  if (!verifyCanonical(publicKey, statement, signed)) fail("is not signed by the point's key");
  if (statement.org !== org || statement.pep !== pep || statement.orderId !== order) fail("is about something else");
  const refused = statement.effect === "deny" && statement.enforced && BY_ORDER.has(statement.code);
  if (!refused && missing.length === 0) fail("is no refusal by the order, and the certificate does not say so");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
