/** Reads a request's body within its bound, decompressed or not, and refuses what is not one JSON object. */
import { createGunzip } from "node:zlib";
import { Refusal } from "@/lib/shared/errors";
import { shapeProblem } from "@/lib/shared/json-shape";
import type { Operation } from "@/lib/shared/operation";

/** What is needed of a request to read its body: a Fetch `Request` has it, and the gateway's own. */
export type Incoming = {
  headers: { get: (name: string) => string | null };
  body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null;
};

/** Deeper bodies are refused before anything walks them. */
const MAX_DEPTH = 100;

export async function readJson(request: Incoming, op: Operation): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readText(request, op.maxBody);
  if (text === "") return {};
  if (op.lines !== null && type === "application/x-ndjson") return { [op.lines]: readLines(text) };
  if (type !== "application/json") {
    const other = op.lines === null ? "" : ", or its items as lines of application/x-ndjson";
    throw new Refusal("unsupported_media_type", `Send the body as application/json${other}.`);
  }
  return objectOf(text, "The body");
}

/** A line that is no JSON object refuses the whole: nothing is stored, and the sender narrows it down. */
const readLines = (text: string): Record<string, unknown>[] =>
  text.split("\n").flatMap((line, place) => (line.trim() === "" ? [] : [objectOf(line, `Line ${place + 1}`)]));

function objectOf(text: string, what: string): Record<string, unknown> {
  const problem = shapeProblem(text, MAX_DEPTH);
  if (problem !== null) throw new Refusal("malformed_body", what === "The body" ? problem : `${what}: ${problem}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("malformed_body", `${what} is not valid JSON.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal("malformed_body", `${what} must be one JSON object.`);
  }
  return value as Record<string, unknown>;
}

async function readText(request: Incoming, bound: number): Promise<string> {
  const bytes = await readBytes(request, bound);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("malformed_body", "The body is not valid UTF-8.");
  }
}

/** The body, decompressed. `onChunk` hears of each piece as it comes, and may throw when there is no room for it. */
export async function readBytes(
  request: Incoming,
  bound: number,
  onChunk: (bytes: number) => void = () => {},
): Promise<Buffer> {
  const tooLarge = () =>
    new Refusal("payload_too_large", `The body is larger than the ${bound} bytes that this takes.`);
  if (Number(request.headers.get("content-length") ?? 0) > bound) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of decoded(request)) {
      size += chunk.byteLength;
      if (size > bound) throw tooLarge();
      onChunk(chunk.byteLength);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("malformed_body", "The body ended early or could not be decompressed.", { cause: error });
  }
  return Buffer.concat(chunks);
}

async function* decoded(request: Incoming): AsyncGenerator<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  const body = request.body as unknown as AsyncIterable<Uint8Array>;
  if (encoding === "identity") {
    yield* body;
  } else if (encoding === "gzip") {
    const gunzip = createGunzip();
    const feed = (async () => {
      for await (const chunk of body)
        if (!gunzip.write(chunk)) await new Promise((ready) => gunzip.once("drain", ready));
      gunzip.end();
    })();
    feed.catch((error) => gunzip.destroy(error));
    yield* gunzip as AsyncIterable<Uint8Array>;
  } else {
    throw new Refusal("unsupported_media_type", "Content-Encoding may be gzip or absent.");
  }
}
