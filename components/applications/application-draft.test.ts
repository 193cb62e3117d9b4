import { expect, test } from "vitest";
import { EMPTY, readDraft } from "./application-draft";

const filled = { ...EMPTY, title: "Papers", resourceTypes: "doc, file\nfolder", actions: "read", text: "x" };

test("names between commas and on lines become lists", () => {
  expect(readDraft(filled).terms).toMatchObject({ subjectTypes: ["user"], resourceTypes: ["doc", "file", "folder"] });
});
test.each([
  [{ data: "{" }, { data: expect.stringMatching(/not JSON/) }],
  [{ data: "{}" }, { data: expect.stringMatching(/list/) }],
  [{ data: "[1]" }, { data: expect.stringMatching(/^Entity 1: /) }],
  [{ subjectTypes: "agent" }, { subjectTypes: expect.stringMatching(/policies of their own/) }],
  [{ actions: " , " }, { actions: expect.stringMatching(/one at least/) }],
  [{ resourceTypes: "a b" }, { resourceTypes: expect.stringMatching(/letters/) }],
])("%j is told at its field", (wrong, errors) => {
  expect(readDraft({ ...filled, ...wrong }).errors).toMatchObject(errors);
});
