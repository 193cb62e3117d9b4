/** Whoever has no session gets no page, no file and no act: all of them are found in the file system, so a new one cannot be forgotten. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { publicRoutes } from "./api/public-routes";

/** Nothing listens there: strangers are refused before the database is asked. */
process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/nowhere";
const root = path.dirname(import.meta.dirname);
const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
    path.posix.join(folder, file.replaceAll(path.sep, "/")),
  );
const sources = ["app", "components", "lib"].flatMap(filesBelow).filter((file) => /\.tsx?$/.test(file));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Pages that anybody may open, and why. */
const openPages: Record<string, string> = {
  "app/(auth)/sign-in/page.tsx": "Signing in cannot ask for a session.",
  "app/(auth)/set-up/page.tsx": "Before the first person there is nobody to sign in: its link works once.",
  "app/(auth)/join/page.tsx": "Whoever was invited has no account yet: the link works once.",
  "app/share/[token]/page.tsx": "For auditors without an account: the link ends, and is revoked at once.",
};

/** Functions of the server that a browser may call by themselves, and why. */
const serverFunctions: Record<string, string> = {
  "app/(auth)/session-actions.ts":
    "Signing in and out: everything else that changes something is a verb behind a route.",
};

/** Answers that a stranger gets by design, besides the routes that are listed as public. */
const openRoutes: Record<string, string> = {
  "app/.well-known/authzen-configuration/route.ts": "Where AuthZEN is served: the same for everybody.",
};

test("a page asks who is there before anything else, unless it is listed as open", () => {
  const pages = sources.filter((file) => /^app\/(.*\/)?page\.tsx$/.test(file));
  expect(pages.length).toBeGreaterThan(70);
  const unguarded = pages.filter((file) => {
    const awaited = [...read(file).matchAll(/\bawait (Promise\.all\(\[[^\]]*\]\)|\w+)/g)].map(([, what = ""]) => what);
    const first = awaited.find(
      (what) => !/^(Promise\.all\(\[)?(params|searchParams)(, (params|searchParams))?(\]\))?$/.test(what),
    );
    return first !== "pageContext";
  });
  expect(unguarded.sort()).toEqual(Object.keys(openPages).sort());
});

test("what a page says of itself in its head is not read from the database", () => {
  const asking = sources.filter(
    (file) => /^app\/(.*\/)?(page|layout)\.tsx$/.test(file) && /generateMetadata/.test(read(file)),
  );
  expect(asking).toEqual([]);
});

test("functions of the server are few and listed", () => {
  const found = sources.filter((file) => /^\s*["']use server["'];?\s*$/m.test(read(file)));
  expect(found.sort()).toEqual(Object.keys(serverFunctions).sort());
});

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** The routes of verbs are called one by one by the refusal matrix of lib/http. */
const isListed = (file: string) => file in openRoutes || file.replace("app/api/", "") in publicRoutes;
const routes = sources.filter(
  (file) => /^app\/(.*\/)?route\.ts$/.test(file) && !file.startsWith("app/api/v1/") && !isListed(file),
);

describe("a stranger is refused by", () => {
  test("more than ten routes that are no verb's", () => expect(routes.length).toBeGreaterThan(10));

  test.each(routes)("%s", async (file) => {
    const handlers = (await import(path.join(root, file))) as Partial<Record<(typeof methods)[number], Handler>>;
    const params: Record<string, string | string[]> = {};
    for (const [, rest, name = ""] of file.matchAll(/\[(\.\.\.)?(\w+)\]/g)) params[name] = rest ? ["Users"] : "x";
    const served = methods.filter((method) => handlers[method]);
    expect(served.length).toBeGreaterThan(0);
    for (const method of served) {
      const body = method === "GET" ? {} : { body: "{}", headers: { "content-type": "application/json" } };
      const request = new Request("http://localhost/x", { method, ...body });
      const response = await handlers[method]?.(request, { params: Promise.resolve(params) });
      // A link that opens nothing is one and the same answer, whether it was ever made or not.
      expect(response?.status, method).toBe(file.startsWith("app/share/") ? 404 : 401);
    }
  });
});
