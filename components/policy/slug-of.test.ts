import { expect, it } from "vitest";
import { Slug } from "@/lib/policy/contract";
import { slugOf } from "./slug-of";

it.each(["Hold money moves > 500", "  Écrire à Zoë!  ", `${"long word ".repeat(20)}`, "-- a --"])(
  "makes a name that is accepted from %j",
  (title) => {
    expect(Slug.safeParse(slugOf(title)).success).toBe(true);
  },
);

it("makes no name from a title without letters or digits", () => {
  expect(slugOf("!!! 付款")).toBe("");
});
