import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { proxy } from "./proxy";

const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`http://localhost:3000${path}`, { headers }));
const policyOf = (response: Response) => response.headers.get("content-security-policy") ?? "";
const signedIn = { cookie: "gatehouse.session=whatever" };

test("a page without a session cookie leads to sign-in and back to where one was going", () => {
  const location = new URL(ask("/agents?q=a&tier=high").headers.get("location") ?? "");
  expect(location.pathname).toBe("/sign-in");
  expect(location.searchParams.get("next")).toBe("/agents?q=a&tier=high");
  expect(location.origin).toBe("http://localhost:3000");
});

test("a page whose name only begins like an open one is not open", () => {
  for (const path of ["/sign-in-other", "/apis", "/joined", "/set-up.html", "/accessible", "/xwell-known/a"]) {
    expect(ask(path).headers.get("location")).toContain("/sign-in?next=");
  }
});

test("strangers reach the pages that are for them, and the API refuses by itself", () => {
  for (const path of [
    "/sign-in",
    "/set-up?token=x",
    "/join?token=x",
    "/api/v1/people",
    "/.well-known/authzen-configuration",
    "/access/v1/requests/x",
  ]) {
    expect(ask(path).headers.get("location")).toBeNull();
  }
});

test("a program that carries a key is answered where it asks: it cannot sign in, and the page or file judges the key", () => {
  const location = ask("/reports/rep_1/files/report.pdf", { authorization: "Bearer x" }).headers.get("location");
  expect(location).toBeNull();
});

test("scripts run by nonce only, no two answers share one, and a caller cannot choose it", () => {
  const [first, second] = [ask("/agents", { ...signedIn, "x-nonce": "chosen" }), ask("/agents", signedIn)];
  const nonce = /'nonce-([0-9a-f]{32})'/.exec(policyOf(first))?.[1];
  expect(first.headers.get("x-middleware-request-x-nonce")).toBe(nonce);
  expect(policyOf(first)).not.toContain("chosen");
  expect(policyOf(first)).not.toBe(policyOf(second));
  expect(/script-src [^;]*/.exec(policyOf(first))?.[0]).not.toContain("unsafe-inline");
});

test("the frame around a page is told which page it is, by us and never by the caller", () => {
  const told = (path: string) =>
    ask(path, { ...signedIn, "x-gatehouse-here": "//evil.example" }).headers.get(
      "x-middleware-request-x-gatehouse-here",
    );
  expect(told("/checkpoints/chk_1?tab=votes")).toBe("/checkpoints/chk_1?tab=votes");
  expect(told("/checkpoints?box=mine&_rsc=1a2b")).toBe("/checkpoints?box=mine");
  expect(told("/checkpoints?_rsc=1a2b")).toBe("/checkpoints");
});

test("no page may be framed, rebased, or send its forms elsewhere", () => {
  for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"]) {
    expect(policyOf(ask("/", signedIn))).toContain(part);
  }
});
