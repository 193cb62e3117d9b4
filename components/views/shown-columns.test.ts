import { expect, test } from "vitest";
import { columnsText, shownColumns } from "./shown-columns";

const all = ["name", "owner", "team", "tags"];
const usual = ["name", "owner"];

test("Columns come from the address in the list's own order, the first always; what is unknown is told", () => {
  expect(shownColumns({}, all, usual)).toEqual({ shown: usual, unknown: [] });
  expect(shownColumns({ columns: "tags,owner,size" }, all, usual)).toEqual({
    shown: ["name", "owner", "tags"],
    unknown: ["size"],
  });
  expect(shownColumns({ columns: ["team", "x"] }, all, usual).shown).toEqual(["name", "team"]);
});

test("What is usual leaves the address as it is", () => {
  expect(columnsText(["owner", "name"], usual)).toBeUndefined();
  expect(columnsText(["name"], usual)).toBe("name");
});
