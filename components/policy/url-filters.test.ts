import { describe, expect, it } from "vitest";
import { z } from "zod";
import { urlFilters, withParams } from "./url-filters";

const schema = z.strictObject({ box: z.enum(["mine", "open"]).default("open"), limit: z.coerce.number().max(200) });

describe("urlFilters", () => {
  it("leaves out and names a value that does not fit", () => {
    expect(urlFilters(schema, { box: "<script>" })).toEqual({ filters: {}, ignored: ["box"] });
  });

  it("leaves out names that nobody declared, also those of every object", () => {
    expect(urlFilters(schema, { constructor: "x", nonsense: "1" }).ignored).toEqual(["constructor", "nonsense"]);
  });

  it("leaves out a value that is given twice", () => {
    expect(urlFilters(schema, { box: ["mine", "open"] })).toEqual({ filters: {}, ignored: ["box"] });
  });

  it("keeps what fits and treats an empty value as absent", () => {
    expect(urlFilters(schema, { box: "mine", limit: "" })).toEqual({ filters: { box: "mine" }, ignored: [] });
  });
});

it("builds an address without empty parameters", () => {
  expect(withParams("/points", { state: "stale", agentId: null })).toBe("/points?state=stale");
  expect(withParams("/points", {})).toBe("/points");
});
