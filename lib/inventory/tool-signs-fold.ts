/**
 * Text as a model understands it: without characters that do not show, look-alike letters as the ones that they imitate, small
 * letters, single spaces. Each place of it is known in the text as it was sent. Pure.
 */
import { kindOf } from "@/lib/shared/reveal-ranges";

export type Folded = {
  text: string;
  /** For each character of the folded text, where it begins in the text that was sent; one more for the end. */
  places: number[];
};

/** Letters of other alphabets that are drawn like a Latin one. */
const lookalikes = new Map<string, string>(
  Object.entries({
    a: "аαɑᴀ",
    b: "вьβʙ",
    c: "сᴄϲ",
    d: "ԁᴅ",
    e: "еεᴇєҽ",
    f: "ꜰϝ",
    g: "ɡɢց",
    h: "һнհʜ",
    i: "іιıɪ",
    j: "јᴊϳ",
    k: "кκᴋ",
    l: "ӏʟ",
    m: "мᴍ",
    n: "пηոɴ",
    o: "оοօᴏσ",
    p: "рρᴘ",
    q: "ԛզ",
    r: "гʀ",
    s: "ѕꜱ",
    t: "тτᴛ",
    u: "υսᴜ",
    v: "νѵᴠ",
    w: "ԝωᴡ",
    x: "хχ",
    y: "уγʏ",
    z: "ᴢ",
  }).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)),
);

const plainLetters = (letter: string): string =>
  [...letter.normalize("NFKC").toLowerCase()].map((each) => lookalikes.get(each) ?? each).join("");

export function fold(text: string): Folded {
  let folded = "";
  const places: number[] = [];
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const letter = String.fromCodePoint(point);
    const kind = kindOf(point);
    const blank = /\s/u.test(letter) || kind === "unusual space";
    const plain = blank ? (folded.endsWith(" ") ? "" : " ") : kind === null ? plainLetters(letter) : "";
    for (let unit = 0; unit < plain.length; unit++) places.push(at);
    folded += plain;
    at += letter.length;
  }
  places.push(text.length);
  return { text: folded, places };
}

/** The folded text alone; at once for the usual word. */
export const foldedText = (text: string): string => (/^[!-~]*$/.test(text) ? text.toLowerCase() : fold(text).text);

/** Where a stretch of the folded text stands in the text that was sent. */
export function unfold({ places }: Folded, from: number, to: number): { from: number; to: number } {
  const start = places[from] ?? 0;
  return { from: start, to: Math.max(start + 1, places[to] ?? start + 1) };
}

/** Two names with the same skeleton are easily taken for each other: look-alikes, accents, case, digits for letters, `-` and `_`. */
export function skeletonOf(name: string): string {
  return foldedText(name)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\s_.\-/]/gu, "")
    .replace(/0/g, "o")
    .replace(/[1|i]/g, "l")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w");
}
