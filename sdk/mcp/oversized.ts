/** Finds out whose answer a message was that was too long to be read. */
import type { MessageId } from "./message.ts";

const VALUE = String.raw`("(?:[^"\\]|\\.){0,200}"|-?\d{1,16})`;
const AT_HEAD = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*${VALUE}\s*,`);
const AT_TAIL = new RegExp(String.raw`"id"\s*:\s*${VALUE}\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`);

/** `edges` is how the message began and how it ended. Null when that does not tell. */
export function answeredBy(edges: string | undefined): MessageId | null {
  const found = AT_HEAD.exec(edges ?? "")?.[1] ?? AT_TAIL.exec(edges ?? "")?.[1];
  if (found === undefined) return null;
  try {
    const id: unknown = JSON.parse(found);
    return typeof id === "string" || typeof id === "number" ? id : null;
  } catch {
    return null;
  }
}
