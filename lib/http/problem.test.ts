import { expect, test } from "vitest";
import { isDatabaseAway, refusalOf } from "./problem";

/** As Prisma's driver adapter says it when it knows no more than the kind. */
const ofDriver = (kind: string) => Object.assign(new Error(kind), { name: "DriverAdapterError" });
const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each([
  ["a refused connection", coded("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:5432")],
  ["a write into a closed connection", coded("EPIPE", "write EPIPE")],
  ["a server that shuts down", coded("57P01", "terminating connection due to administrator command")],
  ["a server that starts", coded("57P03", "the database system is starting up")],
  ["a server that goes, as the driver tells it", ofDriver("terminating connection due to administrator command")],
  ["a server that recovers", ofDriver("the database system is in recovery mode")],
  ["a full disk", coded("53100", 'could not extend file "base/1/2": No space left on device')],
  ["a pool whose connection broke", new Error("Client has encountered a connection error and is not queryable")],
  ["the driver's closed connection", ofDriver("ConnectionClosed")],
  ["the driver's unreachable server", ofDriver("DatabaseNotReachable")],
  ["a server without a free connection", ofDriver("TooManyConnections")],
])("%s is the database's trouble: 503, which promises nothing about what was done", (_, error) => {
  expect(isDatabaseAway(error)).toBe(true);
  const refusal = refusalOf(error, "req_1");
  expect(refusal).toMatchObject({ code: "unavailable", retryAfterSeconds: 2 });
  expect(refusal.message).toContain("not known whether");
});

test.each([
  ["a broken rule of the schema", coded("23505", "duplicate key value violates unique constraint")],
  ["our own mistake", new TypeError("x is not a function")],
  ["what is no error", "ECONNREFUSED"],
])("%s is not", (_, error) => expect(isDatabaseAway(error)).toBe(false));
