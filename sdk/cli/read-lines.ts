/**
 * The lines of a file, ended by \n and by nothing else: U+2028, which Node's readline takes for an end as well, may stand in
 * the middle of a JSON string. Gives the lines of one chunk together: waiting for each by itself would take longer than reading it.
 */
import { StringDecoder } from "node:string_decoder";

/** A longer line is nobody's record, and would be kept whole. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

export class LineTooLong extends Error {
  override name = "LineTooLong";
}

export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MOST_CHARACTERS) throw new LineTooLong("a line is longer than any record");
    yield lines;
  }
  rest += decoder.end();
  if (rest !== "") yield [rest];
}
