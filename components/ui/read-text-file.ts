/** The text of a file that somebody chose, in the encodings in which spreadsheets write. */
import { formatBytes } from "./format-number";

/** A file that is no text of ours, said so that a person can mend it. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
}

/** @throws UnreadableFile before anything is sent: too large, not text, in an encoding that cannot be told. */
export async function readTextFile(file: Blob, most: number): Promise<string> {
  if (file.size === 0) throw new UnreadableFile("The file is empty.");
  if (file.size > 2 * most) {
    throw new UnreadableFile(`The file has ${formatBytes(file.size)}, and ${formatBytes(most)} is the most. Split it.`);
  }
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  if (text.length > most) {
    throw new UnreadableFile("The file has more characters than one import takes. Split it.");
  }
  return text;
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  if (encoding === "utf-8" && first === 0x50 && second === 0x4b) {
    throw new UnreadableFile("This is a workbook, not CSV. In the spreadsheet, save it as “CSV UTF-8”.");
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const mend = "In the spreadsheet, save it as “CSV UTF-8”: otherwise letters with accents would be read wrongly.";
    throw new UnreadableFile(`The file is not in UTF-8. ${mend}`);
  }
}
