/** Private to this folder: what both encodings of OTLP have in common, read without trust. */
import { Refusal } from "@/lib/shared/errors";

/** Not OTLP, whatever else it is: the whole request is refused, as the protocol says. */
export class Malformed extends Refusal {
  constructor(message: string) {
    super("malformed_body", `The body is not what OTLP describes: ${message}.`);
  }
}

/** The objects of a list that may be absent. */
export function members(given: unknown, where: string): Record<string, unknown>[] {
  if (given === null || given === undefined) return [];
  if (!Array.isArray(given)) throw new Malformed(`${where} is no list`);
  return given.map((item) => objectOf(item, where));
}

export function objectOf(given: unknown, where: string): Record<string, unknown> {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new Malformed(`${where} holds no object`);
  return given as Record<string, unknown>;
}

export function textOf(given: unknown, where: string): string {
  if (given === null || given === undefined) return "";
  if (typeof given !== "string") throw new Malformed(`${where} is no text`);
  return given;
}

/** 64-bit numbers come as decimal text, as numbers, and as the library's own kind. */
export function whole(given: unknown, where: string): bigint {
  if (given === null || given === undefined) return 0n;
  const text = String(given);
  if (!/^-?\d{1,20}$/.test(text)) throw new Malformed(`${where} is no whole number`);
  return BigInt(text);
}

export const small = (given: unknown, where: string): number => Number(whole(given, where));

/** An id in lower-case hex; empty when it is absent, of another length, or all zeros, which is no id. */
export function idOf(given: unknown, bytes: number): string {
  const text =
    given instanceof Uint8Array
      ? Buffer.from(given).toString("hex")
      : typeof given === "string"
        ? given.toLowerCase()
        : "";
  return text.length === bytes * 2 && /^[0-9a-f]+$/.test(text) && !/^0+$/.test(text) ? text : "";
}
