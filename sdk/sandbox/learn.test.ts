import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Governor } from "../egress/governor.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { Learner } from "./learn.ts";
import { Profile } from "./profile.ts";

const { signal } = new AbortController();
const inner: Governor = {
  call: (_method, args, run) => (args.path === "/denied" ? Promise.reject(new Error("denied")) : run(signal)),
  refuse: () => undefined,
};
const profileWith = (more: object) => Profile.parse({ format: 1, name: "support", ...more });

test("keeps of the rules what was used, adds what was refused, and leaves out what policy denied", async () => {
  const learner = new Learner();
  const governor = learner.observe(inner);
  const at = { host: "api.example", port: 443 };
  await governor.call("GET", { ...at, path: "/v1/a" }, async () => 200, signal);
  await governor.call("GET", { ...at, path: "/denied" }, async () => 200, signal).catch(() => undefined);
  governor.refuse("POST", { ...at, path: "/v1/b" }, "no");
  governor.refuse("CONNECT", { host: "pypi.org", port: 443 }, "no");
  governor.refuse("GET", { host: "db.internal", port: 8080, path: "/" }, "no");
  const secret = { name: "key", from: "KEY", header: "x-key", prefix: "" };
  const before = profileWith({
    egress: [
      { ...at, as: "https", secret },
      { host: "unused.example", port: 443, as: "https" },
    ],
  });
  const { profile, seen, unseen } = learner.propose(before);
  expect(profile.egress).toEqual([
    { ...at, as: "https", addresses: [], methods: ["GET", "POST"], paths: ["/v1/a", "/v1/b"], secret },
    { host: "pypi.org", port: 443, as: "tunnel", addresses: [] },
    { host: "db.internal", port: 8080, as: "http", addresses: [], methods: ["GET"], paths: ["/"] },
  ]);
  expect(seen).toContain("POST api.example:443/v1/b, 1 times, refused by the profile.");
  expect(unseen.join(" ")).toMatch(/Which files were read/);
});

test("many paths become the directories that they are in", async () => {
  const learner = new Learner();
  const governor = learner.observe(inner);
  for (let id = 0; id < 30; id += 1) governor.refuse("GET", { host: "a.example", port: 443, path: `/v1/${id}` }, "no");
  expect(learner.propose(profileWith({})).profile.egress[0]?.paths).toEqual(["/v1/"]);
});

test("a place in which nothing was written becomes one to read, and one that was written in part is narrowed to that part", () => {
  const [idle, busy] = [temporaryDirectory(), temporaryDirectory()];
  mkdirSync(path.join(busy, "out"));
  writeFileSync(path.join(busy, "old"), "");
  const out = path.join(busy, "out");
  const probe = path.join(temporaryDirectory(), "probe");
  // Until the clock of the file system has left the time of what is old behind.
  do writeFileSync(probe, "");
  while (statSync(probe).mtimeMs < statSync(out).birthtimeMs + 30);
  const learner = new Learner();
  writeFileSync(path.join(out, "new"), "");
  mkdirSync(path.join(out, "made"));
  writeFileSync(path.join(out, "made", "deep"), "");
  const { profile } = learner.propose(profileWith({ read: ["/srv"], write: [idle, busy] }));
  expect(profile.write).toEqual([out]);
  expect(profile.read).toEqual(["/srv", idle, busy]);
});
