import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { checkPlaces, gitDirectories } from "./places.ts";
import { Profile, profileDigest } from "./profile.ts";

const base = { format: 1, name: "test" };
const api = { host: "api.example.com", port: 443, as: "https" };
const secret = { name: "api key", from: "API_KEY", header: "authorization" };

test.each([
  ["a place that is not written from the root", { read: ["srv/data"] }, /from the root/],
  ["a place with ..", { read: ["/srv/../etc"] }, /without \. and \.\./],
  ["a place with a doubled stroke", { write: ["/srv//data"] }, /without \. and \.\./],
  ["a place that is read only and written", { read: ["/srv"], write: ["/srv"] }, /read only, and to be written/],
  ["the root to be written", { write: ["/"] }, /root cannot be written/],
  ["the kernel's places", { read: ["/proc/1"] }, /belongs to the kernel/],
  ["the sandbox's own place", { write: ["/tmp/.gatehouse"] }, /belongs to the kernel or to the sandbox/],
  ["a directory that is nowhere", { read: ["/srv"], directory: "/srvother" }, /in no place/],
  ["a variable set and passed on", { set: { A: "1" }, pass: ["A"] }, /to be set, and to be passed on/],
  ["a variable that changes how programs load", { set: { LD_PRELOAD: "/x" } }, /changes how programs load/],
  ["a variable that leads around the proxy", { pass: ["no_proxy"] }, /connect/],
  ["a secret that is passed on as well", { pass: ["API_KEY"], egress: [{ ...api, secret }] }, /secret of the proxy/],
  ["a host in two forms", { egress: [{ ...api, host: "API.example.com" }] }, /plain form/],
  ["a host as a number", { egress: [{ ...api, host: "2130706433" }] }, /plain form/],
  ["a host in octal", { egress: [{ ...api, host: "0177.0.0.1" }] }, /plain form/],
  ["a host as IPv4 within IPv6", { egress: [{ ...api, host: "::ffff:10.0.0.7" }] }, /plain form/],
  ["a host in letters that look alike", { egress: [{ ...api, host: "аpi.example.com" }] }, /plain form/],
  ["a host in punycode", { egress: [{ ...api, host: "xn--pi-7kc.example.com" }] }, /plain form/],
  ["an address that is a name", { egress: [{ ...api, addresses: ["localhost"] }] }, /an address is written/],
  ["two rules for one door", { egress: [api, { ...api, as: "http" }] }, /two rules/],
  ["methods inside a tunnel", { egress: [{ ...api, as: "tunnel", methods: ["GET"] }] }, /not seen/],
  ["a secret inside a tunnel", { egress: [{ ...api, as: "tunnel", secret }] }, /not seen/],
  ["a prefix that ends the header", { egress: [{ ...api, secret: { ...secret, prefix: "x\r\ny: " } }] }, /./],
  ["a word that is not known", { wirte: ["/srv"] }, /nrecognized/],
])("a profile with %s is refused", (_, more, why) => {
  const parsed = Profile.safeParse({ ...base, ...more });
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error?.issues)).toMatch(why);
});

test("the digest is of all that the profile says", () => {
  const plain = Profile.parse(base);
  expect(profileDigest(plain)).toBe(profileDigest(Profile.parse({ ...base, read: [] })));
  expect(profileDigest(plain)).not.toBe(profileDigest(Profile.parse({ ...base, read: ["/srv"] })));
});

test("a place that is not there, or that a link leads elsewhere, is refused when the sandbox starts", () => {
  const root = temporaryDirectory();
  symlinkSync("/etc", path.join(root, "link"));
  expect(() => checkPlaces({ read: [path.join(root, "none")], write: [] })).toThrow(/no such place/);
  expect(() => checkPlaces({ read: [], write: [path.join(root, "link")] })).toThrow(
    /leads to \/etc by a symbolic link/,
  );
});

test("every .git below a writable place is found, and one that is a link is refused", () => {
  const root = temporaryDirectory();
  for (const name of [".git", "one/two/.git", "node_modules/x/.git"])
    mkdirSync(path.join(root, name), { recursive: true });
  expect(gitDirectories(root).sort()).toEqual([path.join(root, ".git"), path.join(root, "one/two/.git")]);
  mkdirSync(path.join(root, "three"));
  symlinkSync("/tmp", path.join(root, "three/.git"));
  expect(() => gitDirectories(root)).toThrow(/symbolic link/);
});
