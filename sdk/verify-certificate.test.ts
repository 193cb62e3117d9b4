import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { main } from "./cli/main.ts";
import { generateSigningKey, signCanonical } from "./crypto.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";
import { verifyCertificate } from "./verify-certificate.ts";
import type { CertificateBody } from "./wire/certificate.ts";
import type { ProbeStatement } from "./wire/protocol.ts";

const org = generateSigningKey();
const pep = generateSigningKey();
const trust = [{ keyId: org.keyId, publicKey: org.publicKeyPem }];
const at = "2026-01-01T00:00:00.000Z";

const statement: ProbeStatement = {
  format: 1,
  org: "org-1",
  pep: "pep-1",
  probeId: "prb-1",
  orderId: "ord-1",
  nonce: "0".repeat(32),
  agentId: "agent-1",
  tool: "fs/read",
  effect: "deny",
  code: "agent_killed",
  reason: "Agent agent-1 is killed.",
  enforced: true,
  revision: 0,
  bundleProof: null,
  at,
};

function certificate(more: Partial<ProbeStatement> = {}, missing: string[] = [], signer = pep) {
  const said = { ...statement, ...more };
  const probe = { statement: said, signature: signCanonical(signer, said).value, publicKey: pep.publicKeyPem };
  const body: CertificateBody = {
    format: "gatehouse-containment-1",
    org: "org-1",
    certificate: "crt-1",
    order: "ord-1",
    drill: false,
    status: "killed",
    scope: { kind: "agent", agentId: "agent-1" },
    subject: "Ann",
    agents: ["agent-1"],
    reason: "x",
    orderedBy: "Bob",
    orderedAt: at,
    issuedAt: at,
    points: [
      {
        pep: "pep-1",
        name: "laptop",
        acknowledgedAt: at,
        acknowledgedMs: 3,
        cancelled: 0,
        probe,
        reachable: true,
        leaseEndsAt: null,
      },
    ],
    missing,
  };
  return {
    certificate: canonicalJson(body),
    signature: signCanonical(org, body).value,
    keyId: org.keyId,
    publicKey: org.publicKeyPem,
  };
}

test("a certificate is verified by a trusted key only, never by the one that it carries", () => {
  expect(verifyCertificate(certificate(), trust)).toMatchObject({ order: "ord-1" });
  expect(() => verifyCertificate(certificate(), [])).toThrow(/not trusted/);
});

test("a certificate that was changed by one letter is refused", () => {
  const file = certificate();
  const certificateText = file.certificate.replace("Ann", "Amn");
  expect(() => verifyCertificate({ ...file, certificate: certificateText }, trust)).toThrow(/signature/);
});

test.each([
  ["signed by another key than the point's", certificate({}, [], generateSigningKey())],
  ["about another order", certificate({ orderId: "ord-2" })],
  ["of another point", certificate({ pep: "pep-2" })],
  ["that would have let the call through", certificate({ effect: "allow", code: "permitted" })],
  ["that was only written down", certificate({ enforced: false })],
  ["for another reason than the order", certificate({ code: "no_permit" })],
])("an answer %s is refused where the certificate claims to be complete", (_, file) => {
  expect(() => verifyCertificate(file, trust)).toThrow(/the answer of laptop/);
});

test("an answer that proves nothing is accepted where the certificate says so", () => {
  const file = certificate({ code: "no_permit" }, ["laptop (pep-1) refused for another reason."]);
  expect(verifyCertificate(file, trust).missing).toHaveLength(1);
});

test("gatehouse verify says what is proven and what is not, and fails without a key that the user names", async () => {
  let said = "";
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    }),
  );
  const folder = temporaryDirectory();
  const file = path.join(folder, "certificate-file.json");
  const key = path.join(folder, "key.pem");
  writeFileSync(file, JSON.stringify(certificate({ code: "no_permit" }, ["laptop refused for another reason."])));
  writeFileSync(key, org.publicKeyPem);
  const codes = [await main(["verify", file, "--key", key]), await main(["verify", file])];
  for (const spy of spies) spy.mockRestore();
  expect(codes).toEqual([0, 2]);
  expect(said).toMatch(/verified: containment certificate of order ord-1: Ann was killed/);
  expect(said).toMatch(/NOT proven:\n {2}laptop refused for another reason/);
});
