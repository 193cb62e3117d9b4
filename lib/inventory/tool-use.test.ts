import { expect, test } from "vitest";
import { namesOfTool } from "./tool-use";

const pay = { server: "bank", name: "pay", operationClass: "money.move" };
const all = { op: "All" };
const is = (type: string, id: string) => ({ op: "==", entity: { type, id } });
const policy = (action: object, resource: object = all, conditions: object[] = []) => ({
  effect: "permit",
  principal: all,
  action,
  resource,
  conditions,
});

test("a policy about another tool, class or server does not speak of this one", () => {
  expect(namesOfTool(policy(is("Action", "bank/balance")), pay)).toBeNull();
  expect(namesOfTool(policy({ op: "in", entity: { type: "Action", id: "read" } }), pay)).toBeNull();
  expect(namesOfTool(policy(all, is("Server", "files")), pay)).toBeNull();
  expect(
    namesOfTool(policy({ op: "in", entity: { type: "Action", id: "money.move" } }, is("Server", "files")), pay),
  ).toBeNull();
  expect(namesOfTool(policy(is("Action", "money.move")), { ...pay, operationClass: null })).toBeNull();
});

test("the narrowest thing that it names is what is said of it", () => {
  expect(namesOfTool(policy(is("Action", "bank/pay"), is("Server", "bank")), pay)).toBe("tool");
  expect(namesOfTool(policy({ op: "in", entities: [{ type: "Action", id: "money.move" }] }), pay)).toBe("class");
  expect(namesOfTool(policy(all, is("Server", "bank")), pay)).toBe("server");
  expect(namesOfTool(policy(all), pay)).toBe("everything");
});

test("a tool that is named in a condition is spoken of", () => {
  const unless = {
    kind: "unless",
    body: { "==": { left: { Var: "action" }, right: { Value: { __entity: { type: "Action", id: "bank/pay" } } } } },
  };
  expect(namesOfTool(policy(all, all, [unless]), pay)).toBe("tool");
});

test("what is no policy speaks of nothing narrower than everything it could touch", () => {
  expect(namesOfTool(null, pay)).toBeNull();
  expect(namesOfTool("permit", pay)).toBeNull();
});
