import { expect, test } from "vitest";
import { databaseClock, noteDatabaseTime } from "./database-clock";

const year2000 = Date.UTC(2000, 0, 1);

test("it is this machine's clock until the database is heard, then the database's, carried on without another question", () => {
  expect(Math.abs(databaseClock() - Date.now())).toBeLessThan(1_000);
  noteDatabaseTime(year2000, 1_000, 1_020);
  expect(databaseClock(1_010)).toBe(year2000);
  expect(databaseClock(6_010)).toBe(year2000 + 5_000);
});

test("an answer that took long moves nothing once a quick one was heard", () => {
  noteDatabaseTime(year2000, 1_000, 1_020);
  noteDatabaseTime(year2000, 10_000, 14_000);
  expect(databaseClock(1_010)).toBe(year2000);
  noteDatabaseTime(year2000, 20_000, 20_020);
  expect(databaseClock(20_010)).toBe(year2000);
});
