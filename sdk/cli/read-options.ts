import { type ParseArgsConfig, parseArgs } from "node:util";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { Misused } from "./misused.ts";

/** `parseArgs`, with its errors in one sentence. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence = ""] = messageOf(error).split(". ");
    throw new Misused(`${printable(sentence, 300)}.`);
  }
}

/** The address, without what a user may have typed after it. */
export function readAddress(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new Misused(`"${printable(text, 200)}" is not the address of the ${what}: it begins with http:// or https://.`);
}
