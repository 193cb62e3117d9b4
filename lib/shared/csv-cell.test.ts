import { expect, test } from "vitest";
import { csvCell } from "./csv-cell";

test("no name is a formula for a spreadsheet, whatever stands before its sign", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u0000=1", "\r=1", "|cmd", "%0A"])
    expect(csvCell(text)).toMatch(/^"?'/);
  expect(csvCell('a,"b"')).toBe('"a,""b"""');
  expect(csvCell(-1.5)).toBe("-1.5");
  expect(csvCell(null)).toBe("");
});
