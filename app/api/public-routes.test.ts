import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { publicRoutes } from "./public-routes";

const here = import.meta.dirname;
const routes = readdirSync(here, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith("/route.ts"));

test("a route that is not listed as public serves verbs and nothing else", () => {
  const others = routes.filter((file) => !(file in publicRoutes));
  expect(others.length).toBeGreaterThan(0);
  for (const file of others) {
    const handlers = readFileSync(path.join(here, file), "utf8").match(/^export .*$/gm) ?? [];
    const stray = handlers.filter((line) => !/^export const (GET|POST|PUT|PATCH|DELETE) = route\(\w+\);$/.test(line));
    expect({ file, handlers: handlers.length > 0, stray }).toEqual({ file, handlers: true, stray: [] });
  }
});

test("every route that is listed as public is there", () => {
  expect(Object.keys(publicRoutes).filter((file) => !existsSync(path.join(here, file)))).toEqual([]);
});
