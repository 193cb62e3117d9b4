import fc from "fast-check";
import { expect, test } from "vitest";
import { PersonRole } from "@/lib/shared/permissions";
import { addressOf, groupsInForce, groupsOf, isVerified, nameOf, rolesByGroups } from "./rules";

test("an address is plain ASCII with a domain, or none", () => {
  for (const claim of [
    null,
    1,
    "",
    "a",
    "@x.test",
    "a@",
    "a@b",
    "a b@x.test",
    "a@x.test\n",
    "аda@x.test",
    "a@х.test",
    "a@b@x.test",
    `${"a".repeat(65)}@x.test`,
  ])
    expect(addressOf(claim)).toBeNull();
  expect(addressOf("Ada+x@Example.TEST")).toEqual({
    exact: "Ada+x@example.test",
    lower: "ada+x@example.test",
    domain: "example.test",
  });
});

test("only true, or the word, is verified", () => {
  for (const claim of [undefined, null, false, "false", 1, "yes", {}]) expect(isVerified(claim)).toBe(false);
  expect([isVerified(true), isVerified("true")]).toEqual([true, true]);
});

test("groups are text, once each; left out is not the same as none", () => {
  expect(groupsOf({}, "groups")).toEqual([]);
  expect(groupsOf({}, "constructor")).toEqual([]);
  expect(groupsOf({ groups: ["a", "a", 1, null, {}] }, "groups")).toEqual(["a"]);
  expect(groupsOf({ groups: "a" }, "groups")).toEqual(["a"]);
  expect(groupsOf({ _claim_names: { groups: "src1" } }, "groups")).toBe("too many");
  expect(groupsOf({ groups: Array.from({ length: 2_001 }, (_, i) => `${i}`) }, "groups")).toBe("too many");
});

test("groups never touch a role that they do not rule, and a role that they rule is had by their members alone", () => {
  const role = fc.constantFrom(...PersonRole.options);
  const group = fc.constantFrom("a", "b", "c");
  fc.assert(
    fc.property(fc.array(role), fc.array(fc.record({ group, role })), fc.array(group), (current, mapping, groups) => {
      const after = rolesByGroups(current, mapping, groups);
      for (const one of PersonRole.options) {
        const lines = mapping.filter((line) => line.role === one);
        const wanted = lines.length === 0 ? current.includes(one) : lines.some((line) => groups.includes(line.group));
        expect(after.includes(one)).toBe(wanted);
      }
    }),
  );
});

test("the directory's word alone counts for its groups, by whichever of their names they are meant", () => {
  const admins = (member: boolean) => ({ names: ["Admins", "g-1"], member });
  expect(groupsInForce([admins(false)], ["Admins", "g-1", "Others"])).toEqual(["Others"]);
  expect(groupsInForce([admins(true)], ["Others"])).toEqual(["Admins", "g-1", "Others"]);
  expect(groupsInForce([], ["Admins"])).toEqual(["Admins"]);
});

test("a name is one line, and somebody without one is called by their address", () => {
  const address = addressOf("ada@x.test");
  if (!address) throw new Error("that is an address");
  expect(nameOf({ name: " Ada\u0000\n Admin " }, address)).toBe("Ada Admin");
  expect(nameOf({ given_name: "Ada", family_name: "Admin" }, address)).toBe("Ada Admin");
  expect(nameOf({ name: "\u0007" }, address)).toBe("ada@x.test");
  expect(nameOf({ name: "\ud800" }, address)).toBe("ada@x.test");
});
