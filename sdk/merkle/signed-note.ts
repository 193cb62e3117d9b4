/** C2SP signed-note with Ed25519: a text that ends with a newline, an empty line, and lines with a name, a key id and a signature. */
import { createHash, createPublicKey, verify } from "node:crypto";

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
/** Larger notes are nobody's tree head. */
const MOST_CHARACTERS = 64 * 1024;
const MOST_SIGNATURES = 32;

export class BadNote extends Error {
  override name = "BadNote";
}

export type NoteSignature = { name: string; keyId: string; signature: Buffer };
export type SignedNote = { text: string; signatures: NoteSignature[] };

/** Without plus signs, spaces and control characters, as the format wants. */
const NAME = /^[^\s+\p{Cc}]+$/u;

/** The 32 bytes of an Ed25519 public key in PEM. Throws {@link BadNote} for any other key. */
export function rawPublicKey(publicKeyPem: string): Buffer {
  const key = createPublicKey(publicKeyPem);
  if (key.asymmetricKeyType !== "ed25519") throw new BadNote("the key is not an Ed25519 key");
  const { x } = key.export({ format: "jwk" });
  return Buffer.from(x ?? "", "base64url");
}

/** Eight hex digits that name a key under a name: first bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key). */
export function noteKeyId(name: string, publicKeyPem: string): string {
  const digest = createHash("sha256").update(`${name}\n`).update(Buffer.of(ED25519)).update(rawPublicKey(publicKeyPem));
  return digest.digest("hex").slice(0, 2 * KEY_ID_BYTES);
}

/** `name+id+key`, by which other C2SP tools know the signer. */
export function verifierKey(name: string, publicKeyPem: string): string {
  const key = Buffer.concat([Buffer.of(ED25519), rawPublicKey(publicKeyPem)]).toString("base64");
  return `${name}+${noteKeyId(name, publicKeyPem)}+${key}`;
}

type Signer = { name: string; publicKeyPem: string; sign: (text: string) => Buffer };

export function signNote(text: string, { name, publicKeyPem, sign }: Signer): string {
  if (!text.endsWith("\n")) throw new BadNote("the text does not end with a newline");
  if (!NAME.test(name)) throw new BadNote("the name of the signer holds a space or a plus sign");
  const id = Buffer.from(noteKeyId(name, publicKeyPem), "hex");
  return `${text}\n— ${name} ${Buffer.concat([id, sign(text)]).toString("base64")}\n`;
}

/** Takes a note apart. Whether any of its signatures is good is for {@link isSignedBy}. */
export function parseNote(note: string): SignedNote {
  if (note.length > MOST_CHARACTERS) throw new BadNote("it is longer than a note may be");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    throw new BadNote("it holds control characters");
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new BadNote("it has no signature");
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new BadNote("it has more signatures than a note may have");
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = "", encoded = "", more] = line.split(" ");
  const bytes = Buffer.from(encoded, "base64");
  const whole = dash === "—" && more === undefined && NAME.test(name) && bytes.length > KEY_ID_BYTES;
  // Node skips what is not base64, so two texts could otherwise stand for one signature.
  if (!whole || bytes.toString("base64") !== encoded) throw new BadNote("it has a signature line that is none");
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES).toString("hex"), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** True when one of the signatures is by this key under this name. False, never an exception, for any other. */
export function isSignedBy({ text, signatures }: SignedNote, name: string, publicKeyPem: string): boolean {
  try {
    const keyId = noteKeyId(name, publicKeyPem);
    const key = createPublicKey(publicKeyPem);
    return signatures.some(
      (one) =>
        one.name === name &&
        one.keyId === keyId &&
        one.signature.length === SIGNATURE_BYTES &&
        verify(null, Buffer.from(text), key, one.signature),
    );
  } catch {
    return false;
  }
}
