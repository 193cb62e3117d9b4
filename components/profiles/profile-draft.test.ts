import { expect, test } from "vitest";
import { Profile } from "@/sdk/sandbox/profile";
import { draftOf, starter, textOf } from "./profile-draft";

const whole = {
  ...{ format: 1, name: "support", read: ["/srv/data"], write: ["/srv/work"], directory: "/srv/work" },
  ...{ set: { MODEL: "a=b" }, pass: ["TZ"] },
  egress: [
    {
      ...{
        host: "api.example",
        port: 443,
        as: "https",
        methods: ["GET", "POST"],
        paths: ["/v1/"],
        addresses: ["10.0.0.7"],
      },
      secret: { name: "key", from: "KEY", header: "x-key", prefix: "" },
    },
    { host: "pypi.org", port: 443, as: "tunnel" },
  ],
  limits: { memoryMb: 256 },
};

test("a profile comes out of its form as it went in", () => {
  const draft = draftOf(JSON.stringify(whole));
  expect(draft && JSON.parse(textOf(draft))).toEqual(whole);
  const small = draftOf(starter);
  expect(small && Profile.parse(JSON.parse(textOf(small)))).toEqual(Profile.parse(JSON.parse(starter)));
});

test.each([
  ["what is no JSON", "{"],
  ["a member that the form does not know", '{ "format": 1, "name": "x", "more": 1 }'],
  ["a member that is there twice", '{ "format": 1, "name": "x", "name": "y" }'],
  ["a variable of two lines", '{ "format": 1, "name": "x", "set": { "A": "1\\n2" } }'],
])("%s stays text", (_, text) => {
  expect(draftOf(text)).toBeNull();
});

test("a number that is none is left for the check to refuse", () => {
  const draft = draftOf(JSON.stringify(whole));
  if (!draft) throw new Error("it is read");
  const [rule] = draft.egress;
  if (!rule) throw new Error("it has a rule");
  const text = textOf({ ...draft, egress: [{ ...rule, port: "many" }] });
  expect(Profile.safeParse(JSON.parse(text)).success).toBe(false);
});
