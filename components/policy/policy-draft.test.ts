import { describe, expect, it } from "vitest";
import { draftOf, draftStanding, editOf } from "./policy-draft";

const seen = { title: "Reads", current: { version: 3, text: "permit(principal, action, resource);" } };

describe("editOf", () => {
  it("sends nothing when nothing was changed", () => {
    expect(editOf(draftOf(seen), draftOf(seen))).toBeNull();
  });

  it("names the version that was seen, so that the server can refuse an older one", () => {
    expect(editOf({ ...draftOf(seen), text: "forbid(principal, action, resource);" }, draftOf(seen))).toEqual({
      version: 3,
      text: "forbid(principal, action, resource);",
    });
  });

  it("does not send the text when only the title was changed", () => {
    expect(editOf({ ...draftOf(seen), title: "Reading " }, draftOf(seen))).toEqual({ version: 3, title: "Reading" });
  });
});

describe("draftStanding", () => {
  it("never replaces what was typed", () => {
    expect(draftStanding(draftOf(seen), true, 4)).toBe("conflict");
  });

  it("follows a newer version when nothing was typed", () => {
    expect(draftStanding(draftOf(seen), false, 4)).toBe("follow");
    expect(draftStanding(draftOf(seen), true, 3)).toBe("current");
  });

  it("does not fall back to an older version that arrives late", () => {
    expect(draftStanding(draftOf(seen), false, 2)).toBe("current");
  });
});
