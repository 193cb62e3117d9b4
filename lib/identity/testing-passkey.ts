/** For tests: a passkey in software, which answers as an authenticator does, or wrongly on request. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { z } from "zod";
import type { PasskeyAnswer, RegistrationAnswer } from "./passkey-contract";
import { relyingParty } from "./step-up";

type Cbor = number | string | Buffer | Map<number | string, Cbor>;
export type Wrong = { origin?: string; rpId?: string; userVerified?: boolean; counter?: number; challenge?: string };

/** The part of CBOR (RFC 8949) that an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

const sha256 = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const PRESENT = 1;
const VERIFIED = 4;
const CREDENTIAL = 64;

export class TestPasskey {
  readonly id = randomBytes(32).toString("base64url");
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private counter = 0;

  register(challenge: string, wrong: Wrong = {}): z.input<typeof RegistrationAnswer> {
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.from([id.length >> 8, id.length & 255]);
    const credential = Buffer.concat([Buffer.alloc(16), length, id, this.coseKey()]);
    const authData = Buffer.concat([this.authData(CREDENTIAL, wrong), credential]);
    const attestation = cbor(
      new Map<string, Cbor>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return {
      ...this.answer(),
      response: {
        clientDataJSON: this.clientData("webauthn.create", challenge, wrong).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  approve(challenge: string, wrong: Wrong = {}): z.input<typeof PasskeyAnswer> {
    this.counter += 1;
    const authData = this.authData(0, wrong);
    const clientData = this.clientData("webauthn.get", challenge, wrong);
    const signature = sign("sha256", Buffer.concat([authData, sha256(clientData)]), this.keys.privateKey);
    return {
      ...this.answer(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: signature.toString("base64url"),
      },
    };
  }

  private answer() {
    return { id: this.id, rawId: this.id, type: "public-key" as const, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string, wrong: Wrong): Buffer {
    const origin = wrong.origin ?? relyingParty().origin;
    return Buffer.from(JSON.stringify({ type, challenge: wrong.challenge ?? challenge, origin, crossOrigin: false }));
  }

  private authData(more: number, wrong: Wrong): Buffer {
    const flags = PRESENT | (wrong.userVerified === false ? 0 : VERIFIED) | more;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wrong.counter ?? this.counter);
    return Buffer.concat([sha256(wrong.rpId ?? relyingParty().id), Buffer.from([flags]), counter]);
  }

  /** As an authenticator gives it (RFC 9053). */
  coseKey(): Buffer {
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    const point = (text: string) => Buffer.from(text, "base64url");
    return cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point(x)],
        [-3, point(y)],
      ]),
    );
  }
}
