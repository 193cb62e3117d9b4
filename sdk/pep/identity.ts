/** Who this point is: a key made here that never leaves, and what the gateway answered when it was enrolled. */
import { z } from "zod";
import { generateSigningKey, privateKeyPem, readSigningKey, type SigningKey } from "../crypto.ts";
import { EnrolOutput } from "../wire/protocol.ts";
import type { PepKind } from "../wire/words.ts";
import { ConnectFailed } from "./denied.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { messageOf } from "./logger.ts";
import { printable } from "./printable.ts";
import type { StateDir } from "./state-dir.ts";

const KEY_FILE = "key.pem";
const ENROLMENT_FILE = "enrolment.json";

export const Enrolment = EnrolOutput.extend({ gateway: z.string(), name: z.string(), kind: z.string() });
export type Enrolment = z.infer<typeof Enrolment>;

export function loadKey(directory: StateDir): SigningKey {
  const pem = directory.readText(KEY_FILE);
  if (pem === null) {
    const key = generateSigningKey();
    directory.write(KEY_FILE, privateKeyPem(key));
    return key;
  }
  try {
    return readSigningKey(pem);
  } catch {
    throw new ConnectFailed(
      `${directory.file(KEY_FILE)} is damaged. Remove ${directory.path} and enrol the point again.`,
    );
  }
}

export function readEnrolment(directory: StateDir): Enrolment | null {
  return directory.readJson(ENROLMENT_FILE, Enrolment);
}

export type EnrolRequest = { token: string | undefined; name: string; kind: PepKind; version: string };

/** Enrols with a one-time token. */
export async function enrol(
  directory: StateDir,
  client: GatewayClient,
  key: SigningKey,
  { token, name, kind, version }: EnrolRequest,
): Promise<Enrolment> {
  if (!token) {
    throw new ConnectFailed(
      `This enforcement point is not enrolled yet (${directory.path} is empty). Make an enrolment token in the console, under Enforcement, and pass it once.`,
    );
  }
  const input = { token, publicKey: key.publicKeyPem, kind, name, version };
  try {
    const answer = await client.postUnnamed("/v1/pep/enroll", input, EnrolOutput);
    const enrolment = { ...answer, gateway: client.url.href, name, kind };
    directory.write(ENROLMENT_FILE, JSON.stringify(enrolment));
    return enrolment;
  } catch (error) {
    const why = printable(messageOf(error), 500);
    if (!(error instanceof GatewayRefused))
      throw new ConnectFailed(
        `The gateway at ${client.url.href} cannot be reached (${why}). Is it running, and is the address right?`,
      );
    throw new ConnectFailed(
      `The gateway refused to enrol this point: ${why} A token works once and for a limited time; make a new one in the console, under Enforcement.`,
    );
  }
}
