import { createHash, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { canonicalJson } from "../canonical.ts";
import { generateSigningKey, type SigningKey } from "../crypto.ts";
import { GrowingRoot } from "../merkle/growing-root.ts";
import { hashLeaf, rootOver } from "../merkle/hashing.ts";
import { inclusionProof, TILE_WIDTH } from "../merkle/tiles.ts";
import { originOf, signTreeHead } from "../merkle/tree-head.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { entryLine, headerLine, headLine } from "./log-lines.ts";
import { main } from "./main.ts";

const key = generateSigningKey();
const stranger = generateSigningKey();
const origin = originOf("org_1");
let directory = "";
let said = "";

beforeEach(() => {
  directory = temporaryDirectory();
  said = "";
  const write = (chunk: unknown): boolean => {
    said += String(chunk);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  for (const spy of spies) spy.mockImplementation(write);
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
});

const file = (name: string, text: string): string => {
  const place = path.join(directory, name);
  writeFileSync(place, text);
  return place;
};
const leafOf = (n: number): string => canonicalJson({ action: "agent.edited", n, text: "one\u2028two" });
const many = (count: number): string[] => Array.from({ length: count }, (_, n) => leafOf(n));
const rootOf = (leaves: readonly string[]): Buffer => {
  const tree = new GrowingRoot();
  for (const leaf of leaves) tree.push(hashLeaf(leaf));
  return tree.root();
};
const headOver = (leaves: readonly string[], by: SigningKey = key, log = origin): string =>
  signTreeHead(
    { origin: log, size: leaves.length, root: rootOf(leaves) },
    { publicKeyPem: by.publicKeyPem, sign: (text) => sign(null, Buffer.from(text), by.privateKey) },
  );
const linesOver = (leaves: readonly string[]): string[] =>
  leaves.map((leaf, index) => entryLine({ index, leaf, leafHash: hashLeaf(leaf).toString("hex") }));
const header = (leaves: readonly string[], checkpoint = headOver(leaves)): string =>
  headerLine({ origin, size: leaves.length, complete: true, checkpoint });
const pem = (of = key): string => file("key.pem", of.publicKeyPem);
const verify = (lines: readonly string[], ...more: string[]): Promise<number> =>
  main(["verify", file("log.ndjson", lines.join("")), "--key", pem(), ...more]);

test.each([0, 1, 2, 3, 4, 7, 8, 9, 255, 256, 257])("a whole log of %i entries is verified", async (size) => {
  const leaves = many(size);
  expect(await verify([header(leaves), ...linesOver(leaves)])).toBe(0);
  expect(said).toContain(`${size} entries of ${origin}, whole and in order`);
});

describe.each([2, 4, 5, 8, 9, 256, 257])("a log of %i entries is not verified when", (size) => {
  const leaves = many(size);
  const lines = linesOver(leaves);
  const last = size - 1;
  const swapped = [...lines.slice(0, last - 1), lines[last] ?? "", lines[last - 1] ?? ""];
  const renumbered = (from: readonly string[]) => linesOver(from.map((line) => JSON.parse(line).leaf));
  const cases: [string, string[], RegExp][] = [
    [
      "its end is cut off",
      [header(leaves), ...lines.slice(0, last)],
      new RegExp(`entry ${last} is the first that is missing`),
    ],
    [
      "its last line is torn",
      [header(leaves), ...lines.slice(0, last), (lines[last] ?? "").slice(0, 20)],
      /is no entry/,
    ],
    ["an entry is left out", [header(leaves), ...lines.slice(1)], /entry 0 is missing or out of order/],
    [
      "an entry is left out and the others numbered anew",
      [header(leaves), ...renumbered(lines.slice(1))],
      /breaks off|changed, added or removed/,
    ],
    ["an entry stands twice", [header(leaves), lines[0] ?? "", ...lines], /out of order/],
    [
      "two entries are swapped",
      [header(leaves), ...swapped],
      new RegExp(`entry ${last - 1} is missing or out of order`),
    ],
    [
      "two entries are swapped and numbered anew",
      [header(leaves), ...renumbered(swapped)],
      /changed, added or removed/,
    ],
    ["an entry is added at its end", [header(leaves), ...linesOver(many(size + 1))], /beyond/],
    [
      "a leaf is edited",
      [header(leaves), ...lines.slice(0, last), (lines[last] ?? "").replace("agent.edited", "agent.killed")],
      new RegExp(`entry ${last} was changed`),
    ],
    [
      "a leaf is edited together with its hash",
      [header(leaves), ...linesOver(["{}", ...leaves.slice(1)])],
      /an entry from 0 to .* was changed/,
    ],
    [
      "its first line states another size",
      [headerLine({ origin, size: size + 1, complete: true, checkpoint: headOver(leaves) }), ...lines],
      /first line says/,
    ],
    [
      "it names another log",
      [headerLine({ origin: originOf("org_2"), size, complete: true, checkpoint: headOver(leaves) }), ...lines],
      /of the log/,
    ],
    [
      "a hash is of the bytes without the prefix of a leaf",
      [
        header(leaves),
        ...lines.slice(0, last),
        entryLine({ index: last, leaf: leafOf(last), leafHash: plain(leafOf(last)) }),
      ],
      new RegExp(`entry ${last} was changed`),
    ],
  ];
  test.each(cases)("%s", async (_, text, reason) => {
    expect(await verify(text)).toBe(1);
    expect(said).toMatch(/NOT verified/);
    expect(said).toMatch(reason);
  });
});

function plain(leaf: string): string {
  return createHash("sha256").update(leaf).digest("hex");
}

describe("keys: a log is not verified when", () => {
  const leaves = many(5);
  const lines = linesOver(leaves);
  test("nobody names a key, even if the log brings one", async () => {
    const own = header(leaves).replace(
      "{",
      `{"publicKey":${JSON.stringify(key.publicKeyPem)},"keys":[{"keyId":"k","publicKey":${JSON.stringify(key.publicKeyPem)}}],`,
    );
    expect(await main(["verify", file("log.ndjson", [own, ...lines].join(""))])).toBe(2);
    expect(said).toMatch(/Name the key that you trust/);
  });
  test("a stranger rebuilt and signed it, and put his key into it", async () => {
    const forged = header(leaves, headOver(leaves, stranger)).replace(
      "{",
      `{"publicKey":${JSON.stringify(stranger.publicKeyPem)},`,
    );
    expect(await verify([forged, ...lines])).toBe(1);
    expect(said).toMatch(/signed by no key that is trusted here/);
  });
  test("the list of trusted keys says that its key is retired", async () => {
    const trust = file(
      "trust.json",
      JSON.stringify({
        org: "org_1",
        keys: [{ keyId: "old", publicKey: key.publicKeyPem, retiredAt: "2026-01-01T00:00:00.000Z" }],
      }),
    );
    const log = file("log.ndjson", [header(leaves), ...lines].join(""));
    expect(await main(["verify", log, "--trust", trust])).toBe(1);
    expect(said).toMatch(/retired at 2026-01-01/);
    expect(await main(["verify", log, "--trust", trust, "--key", pem()])).toBe(0);
  });
  test("its signature is by a key under another name", async () => {
    const other = headOver(leaves, key, originOf("org_2"));
    expect(await verify([headerLine({ origin, size: 5, complete: true, checkpoint: other }), ...lines])).toBe(1);
  });
});

describe("earlier heads", () => {
  const leaves = many(20);
  const lines = [header(leaves), ...linesOver(leaves)];
  const kept = (text: string) => ["--head", file("head", text)];

  test("a log that goes on from a kept head is verified, whichever way the head was kept", async () => {
    const early = headOver(leaves.slice(0, 7));
    const ndjson = `${JSON.stringify({ org: "org_1", checkpoint: early })}\n${JSON.stringify({ org: "org_2", checkpoint: headOver(many(3), key, originOf("org_2")) })}\n`;
    for (const text of [early, ndjson, `c2sp.org/tlog-proof@v1\nindex 0\n\n${early}`, headOver([]), headOver(leaves)]) {
      expect(await verify(lines, ...kept(text))).toBe(0);
    }
    expect(said).toMatch(/going on from 1 earlier head/);
  });
  test("a tree that was rebuilt and signed by the log's own key is found out", async () => {
    const rebuilt = [...leaves.slice(0, 3), "{}", ...leaves.slice(4)];
    expect(await verify([header(rebuilt), ...linesOver(rebuilt)], ...kept(headOver(leaves.slice(0, 7))))).toBe(1);
    expect(said).toMatch(/an entry from 0 to 6 was changed, added or removed: the head of 7 entries/);
  });
  test("a log that was set back to an older state is found out", async () => {
    const old = leaves.slice(0, 5);
    expect(await verify([header(old), ...linesOver(old)], ...kept(headOver(leaves)))).toBe(1);
    expect(said).toMatch(/ends at 5 entries, and a head of 20 was signed before/);
  });
  test("a head of another log, or by a stranger, is no earlier head", async () => {
    expect(await verify(lines, ...kept(headOver(many(3), key, originOf("org_2"))))).toBe(1);
    expect(await verify(lines, ...kept(headOver(leaves.slice(0, 3), stranger)))).toBe(1);
    expect(await verify(lines, ...kept("nonsense"))).toBe(1);
    expect(await verify(lines, "--head", path.join(directory, "none"))).toBe(2);
  });
  test("heads inside the log narrow down where it was changed, and must fit", async () => {
    const rebuilt = [...leaves.slice(0, 12), "{}", ...leaves.slice(13)];
    const all = linesOver(rebuilt);
    const within = [
      header(rebuilt),
      ...all.slice(0, 10),
      headLine(headOver(leaves.slice(0, 10))),
      ...all.slice(10, 15),
      headLine(headOver(leaves.slice(0, 15))),
      ...all.slice(15),
    ];
    expect(await verify(within)).toBe(1);
    expect(said).toMatch(/an entry from 10 to 14 was changed/);
    expect(await verify([...lines.slice(0, 9), headLine(headOver(leaves.slice(0, 7))), ...lines.slice(9)])).toBe(1);
  });
});

describe("erasure", () => {
  const secret = leafOf(1);
  const record = (index: number, leafHash: string) =>
    canonicalJson({ action: "audit.erased", detail: { index, leafHash, reason: "asked for" } });
  const leaves = [leafOf(0), secret, leafOf(2), record(1, hashLeaf(secret).toString("hex"))];
  const erased = (at: number, of: readonly string[]) =>
    linesOver(of).map((line, index) =>
      index === at ? entryLine({ index, leafHash: hashLeaf(of[index] ?? "").toString("hex"), erased: true }) : line,
    );

  test("an entry whose erasure is on record leaves the log whole", async () => {
    expect(await verify([header(leaves), ...erased(1, leaves)])).toBe(0);
    expect(said).toContain("1 of them erased on record");
  });
  test("an entry that lost its payload without a record is named", async () => {
    expect(await verify([header(leaves), ...erased(2, leaves)])).toBe(1);
    expect(said).toMatch(/entry 2 has no payload, and the log holds no record of its erasure/);
    const other = [...leaves.slice(0, 3), record(1, hashLeaf("other").toString("hex"))];
    expect(await verify([header(other), ...erased(1, other)])).toBe(1);
  });
  test("an entry that says it was erased and brings a payload is none", async () => {
    const both = linesOver(leaves).map((line) => line.replace("}\n", ',"erased":true}\n'));
    expect(await verify([header(leaves), ...both])).toBe(1);
  });
});

describe("some entries, each with its proof", async () => {
  const leaves = many(300);
  const hashes = leaves.map((leaf) => hashLeaf(leaf));
  const read = async (level: number, from: number, count: number) =>
    level === 0
      ? hashes.slice(from, from + count)
      : [rootOver(hashes.slice(from * TILE_WIDTH, (from + 1) * TILE_WIDTH))];
  const some = headerLine({ origin, size: 300, complete: false, checkpoint: headOver(leaves) });
  const proven = async (index: number, leaf = leaves[index] ?? "") => {
    const proof = (await inclusionProof(index, 300, read)).map((hash) => hash.toString("base64"));
    return entryLine({ index, leaf, leafHash: hashLeaf(leaf).toString("hex"), proof });
  };
  const [a, b, c] = [await proven(0), await proven(255), await proven(299)];

  test("are verified, and what that leaves open is said", async () => {
    expect(await verify([some, a, b, c])).toBe(0);
    expect(said).toMatch(/3 entries .* among the 300 that were signed. That no other entry fits/);
  });
  test("are not verified when one is changed, moved, repeated, reordered or unproven", async () => {
    const forged = await proven(255, "{}");
    const bad = [
      [some, a, forged],
      [some, a.replace('"index":0', '"index":1')],
      [some, a, a],
      [some, b, a],
      [some, a.replace(/,"proof":.*}/, "}")],
    ];
    for (const lines of bad) expect(await verify(lines)).toBe(1);
    expect(await verify([some, a], "--head", file("head", headOver(leaves.slice(0, 10))))).toBe(1);
    expect(said).toMatch(/export the whole log/);
  });
});

test("lines without a tree are checked one by one, also where a line end of Unicode stands in them", async () => {
  const text = `${JSON.stringify({ leaf: leafOf(1), leafHash: hashLeaf(leafOf(1)).toString("hex") })}\n`;
  expect(text).toContain("\u2028");
  expect(await main(["verify", file("a.ndjson", text)])).toBe(0);
  expect(said).toMatch(/1 entries hash to what they claim/);
});
