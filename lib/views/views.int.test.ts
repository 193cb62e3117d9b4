import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { newId } from "@/lib/shared/ids";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { saveView } from "./save-view";

await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});
const view = { page: "agents" as const, name: "Critical", query: "riskTier=critical&sort=name", shared: false };
const namesFor = async (role: "admin" | "owner" | "auditor") =>
  (await listViews(org.as(role), { page: "agents" })).items.map(({ name }) => name);

describe("refuses", () => {
  test("what is no query of an address, no name, and a program's view", async () => {
    for (const query of ["a b", "x#y", "<script>", `q=${"x".repeat(2000)}`, 'q="'])
      await expect(saveView(org.ctx, { ...view, query })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(saveView(org.ctx, { ...view, name: " " })).rejects.toMatchObject({ code: "invalid_input" });
    const actor = { kind: "apiKey", id: newId("apiKey"), name: "a program", roles: ["admin"] } as const;
    await expect(saveView({ ...org.ctx, actor }, view)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("taking away somebody else's: unknown where it is their own, forbidden where it is shared, but for an admin", async () => {
    const own = await saveView(org.as("owner"), { ...view, name: "own" });
    const shared = await saveView(org.as("owner"), { ...view, name: "shared", shared: true });
    for (const role of ["auditor", "admin"] as const)
      await expect(deleteView(org.as(role), { id: own.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteView(org.as("auditor"), { id: shared.id })).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await testOrg();
    await expect(deleteView(elsewhere.ctx, { id: shared.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listViews(elsewhere.ctx, { page: "agents" })).items).toEqual([]);
    await deleteView(org.ctx, { id: shared.id });
    await deleteView(org.as("owner"), { id: own.id });
    expect(await namesFor("owner")).toEqual([]);
  });
});

test("A view is its maker's until it is shared, has a name once, and keeps no place in the list", async () => {
  const first = await saveView(org.ctx, { ...view, query: `${view.query}&cursor=abc&trail=x` });
  expect(first.query).toBe("riskTier=critical&sort=name");
  expect(await namesFor("owner")).toEqual([]);
  const again = await saveView(org.ctx, { ...view, query: "columns=name,owner", shared: true });
  expect(again.id).toBe(first.id);
  expect(again.query).toBe("columns=name%2Cowner");
  expect(await namesFor("owner")).toEqual(["Critical"]);
  await saveView(org.as("owner"), { ...view, name: "Zebra" });
  expect(await namesFor("owner")).toEqual(["Zebra", "Critical"]);
  expect((await listViews(org.ctx, { page: "activity" })).items).toEqual([]);
});
