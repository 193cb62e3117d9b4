/** Which code points do not show themselves. Written out, not asked of the engine: server and browser must agree to the letter. */

export type FindingKind =
  | "control"
  | "escape sequence"
  | "bidirectional"
  | "invisible"
  | "tag"
  | "variation selector"
  | "lone surrogate"
  | "private use"
  | "noncharacter"
  | "stacked marks"
  | "marker"
  | "unusual space"
  | "emoji part"
  | "line ending";

/** Shown as tokens like the rest, but so common in honest text that they raise no alarm. */
export const quietKinds: ReadonlySet<FindingKind> = new Set(["unusual space", "emoji part", "line ending"]);

type Range = readonly [from: number, to: number, kind: FindingKind];

/** In rising order; every range inclusive. */
const ranges: readonly Range[] = [
  [0x0000, 0x0008, "control"],
  [0x000b, 0x001a, "control"],
  [0x001b, 0x001b, "escape sequence"],
  [0x001c, 0x001f, "control"],
  [0x007f, 0x009a, "control"],
  [0x009b, 0x009b, "escape sequence"],
  [0x009c, 0x009f, "control"],
  [0x00a0, 0x00a0, "unusual space"],
  [0x00ad, 0x00ad, "invisible"],
  [0x034f, 0x034f, "invisible"],
  [0x0600, 0x0605, "invisible"],
  [0x061c, 0x061c, "bidirectional"],
  [0x06dd, 0x06dd, "invisible"],
  [0x070f, 0x070f, "invisible"],
  [0x0890, 0x0891, "invisible"],
  [0x08e2, 0x08e2, "invisible"],
  [0x115f, 0x1160, "invisible"],
  [0x1680, 0x1680, "unusual space"],
  [0x17b4, 0x17b5, "invisible"],
  [0x180b, 0x180d, "variation selector"],
  [0x180e, 0x180e, "invisible"],
  [0x180f, 0x180f, "variation selector"],
  [0x2000, 0x200a, "unusual space"],
  [0x200b, 0x200d, "invisible"],
  [0x200e, 0x200f, "bidirectional"],
  [0x2028, 0x2029, "control"],
  [0x202a, 0x202e, "bidirectional"],
  [0x202f, 0x202f, "unusual space"],
  [0x205f, 0x205f, "unusual space"],
  [0x2060, 0x2065, "invisible"],
  [0x2066, 0x2069, "bidirectional"],
  [0x206a, 0x206f, "invisible"],
  [0x27e6, 0x27e7, "marker"],
  [0x2800, 0x2800, "invisible"],
  [0x3000, 0x3000, "unusual space"],
  [0x3164, 0x3164, "invisible"],
  [0xd800, 0xdfff, "lone surrogate"],
  [0xe000, 0xf8ff, "private use"],
  [0xfdd0, 0xfdef, "noncharacter"],
  [0xfe00, 0xfe0f, "variation selector"],
  [0xfeff, 0xfeff, "invisible"],
  [0xffa0, 0xffa0, "invisible"],
  [0xfff0, 0xfffb, "invisible"],
  [0xfffe, 0xffff, "noncharacter"],
  [0x110bd, 0x110bd, "invisible"],
  [0x110cd, 0x110cd, "invisible"],
  [0x13430, 0x1343f, "invisible"],
  [0x1bca0, 0x1bca3, "invisible"],
  [0x1d173, 0x1d17a, "invisible"],
  [0xe0000, 0xe007f, "tag"],
  [0xe0080, 0xe00ff, "invisible"],
  [0xe0100, 0xe01ef, "variation selector"],
  [0xe01f0, 0xe0fff, "invisible"],
  [0xf0000, 0x10ffff, "private use"],
];

/** What is wrong with showing this code point as it is, or null when it shows itself. Tab and line feed show themselves. */
export function kindOf(point: number): FindingKind | null {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) break;
    if (point < range[0]) high = middle - 1;
    else if (point > range[1]) low = middle + 1;
    else return range[2];
  }
  return (point & 0xfffe) === 0xfffe ? "noncharacter" : null;
}

const names: Readonly<Record<number, string>> = {
  0: "null",
  7: "bell",
  8: "backspace",
  13: "carriage return",
  27: "escape",
  127: "delete",
  160: "no-break space",
  173: "soft hyphen",
  8203: "zero width space",
  8204: "zero width non-joiner",
  8205: "zero width joiner",
  8206: "left-to-right mark",
  8207: "right-to-left mark",
  1564: "Arabic letter mark",
  8232: "line separator",
  8233: "paragraph separator",
  8234: "left-to-right embedding",
  8235: "right-to-left embedding",
  8236: "pop directional formatting",
  8237: "left-to-right override",
  8238: "right-to-left override",
  8239: "narrow no-break space",
  8288: "word joiner",
  8294: "left-to-right isolate",
  8295: "right-to-left isolate",
  8296: "first strong isolate",
  8297: "pop directional isolate",
  10240: "braille blank",
  12288: "ideographic space",
  12644: "Hangul filler",
  65039: "emoji style",
  65279: "byte order mark",
};

/** A name for the common ones, otherwise its kind. */
export const nameOf = (point: number, kind: FindingKind): string => names[point] ?? kind;
