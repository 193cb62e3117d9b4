/** For tests of the tree: a signer that needs no other domain. */
import { sign } from "node:crypto";
import { generateSigningKey } from "@/sdk/crypto";
import type { TreeSigner } from "./seal-entries";

export function testSigner(): TreeSigner {
  const { keyId, publicKeyPem, privateKey } = generateSigningKey();
  return {
    keyId,
    publicKey: publicKeyPem,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString("base64"),
  };
}
