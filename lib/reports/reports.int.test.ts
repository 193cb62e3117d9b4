/** Reports from a real database: what they say is what the system holds, and what is signed verifies without us. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { listEntries } from "@/lib/audit/list-entries";
import { database } from "@/lib/db/client";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { recomputeMaturity } from "@/lib/maturity/recompute";
import { testPlan } from "@/lib/plan/testing";
import type { Report } from "./contract";
import { ReportKind } from "./document-contract";
import { downloadReport } from "./download-report";
import { getReport } from "./get-report";
import { listReports } from "./list-reports";
import { makeReport } from "./make-report";

await testDatabase();
const HOSTILE = "<script>alert(1)</script>\u202Egpj.exe";
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-reports-"));
let org: TestOrg;
let empty: TestOrg;
const reports = new Map<ReportKind, Report>();

beforeAll(async () => {
  org = await testOrg();
  empty = await testOrg(database(), "Nothing here");
  await registerAgent(org.ctx, {
    name: "Refunds",
    purpose: "Pays back",
    riskTier: "high",
    ownerId: org.users.owner.id,
  });
  await registerAgent(org.ctx, { name: HOSTILE, purpose: "Unknown" });
  await testPlan(org);
  await recomputeMaturity(org.system);
  for (const kind of ReportKind.options) reports.set(kind, await makeReport(org.as("executive"), { kind }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reportOf(kind: ReportKind): Report {
  const report = reports.get(kind);
  if (!report) throw new Error(`no ${kind} was made`);
  return report;
}

const bytesOf = async (report: Report, name: string): Promise<Buffer> =>
  Buffer.from((await downloadReport(org.ctx, report.id, name)).bytes);

describe("refused", () => {
  test.each(["owner", "approver", "auditor"] as const)("is %s: neither read nor written", async (role) => {
    const { id } = reportOf("baseline");
    await expect(makeReport(org.as(role), { kind: "baseline" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listReports(org.as(role), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(getReport(org.as(role), { id })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is a report of another organisation, a file that there is not, and a kind that there is not", async () => {
    const { id } = reportOf("baseline");
    await expect(getReport(empty.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(downloadReport(empty.ctx, id, "report.pdf")).rejects.toMatchObject({ code: "not_found" });
    for (const name of ["report.doc", "report.pdf.sig.sig", "../report.pdf", "signing-key.pem.sig", ""])
      await expect(downloadReport(org.ctx, id, name)).rejects.toMatchObject({ code: "not_found" });
    const unknown = { kind: "weather" } as unknown as { kind: ReportKind };
    await expect(makeReport(org.ctx, unknown)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is changing or deleting one, in the database itself", async () => {
    const { id } = reportOf("baseline");
    await expect(database().report.update({ where: { id }, data: { madeByName: "Mallory" } })).rejects.toThrow(
      "append-only",
    );
    await expect(database().reportFile.deleteMany({ where: { reportId: id } })).rejects.toThrow("append-only");
  });
});

describe("what a report says", () => {
  test("is computed from what is stored: agents, owners, the gate of its sprint", () => {
    const { document, verdict } = reportOf("baseline");
    expect(verdict).toContain("2 active agents; 1 of them have no named owner");
    const said = JSON.stringify(document.sections);
    expect(said).toContain("Every agent has its named, active owners");
    expect(said).toContain('"nobody"');
    expect(document.sections.map(({ heading }) => heading)).toContain("The gate of days 1 to 30");
  });

  test("without agents, points and calls says that nothing is measured, and invents no figure", async () => {
    const verdicts = await Promise.all(
      ReportKind.options.map(async (kind) => (await makeReport(empty.ctx, { kind })).verdict),
    );
    expect(verdicts).toEqual([
      "No active agent is registered, so there is no baseline yet.",
      "No enforcement point is connected, so nothing is enforced yet.",
      "No red-team exercise was run, so nothing is known of how attacks end. No agent has to be isolated.",
      "No active agent is registered, so there is no risk to sum up yet.",
    ]);
    const { document } = await makeReport(empty.ctx, { kind: "enforcement" });
    const figures = document.sections.flatMap(({ blocks }) =>
      blocks.flatMap((b) => (b.kind === "figures" ? b.items : [])),
    );
    expect(figures.find(({ label }) => label === "Half of them within")?.value).toBe("not measured");
    expect(figures.filter(({ note }) => note?.includes("NaN") || note?.includes("null"))).toEqual([]);
  });

  test("shows an agent's name as text in every form, with what is invisible made visible", async () => {
    const report = reportOf("baseline");
    const html = (await bytesOf(report, "report.html")).toString();
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&lt;U+202E&gt;gpj.exe");
    expect(html).not.toContain("\u202E");
    const pdf = path.join(folder, "hostile.pdf");
    writeFileSync(pdf, await bytesOf(report, "report.pdf"));
    expect((await bytesOf(report, "report.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("stays as it was when the system changes, and the list has the newest first", async () => {
    const before = reportOf("baseline");
    await registerAgent(org.ctx, { name: "Later", purpose: "Came later" });
    expect(await getReport(org.ctx, { id: before.id })).toEqual(before);
    const { items } = await listReports(org.ctx, { limit: 2 });
    expect(items.map(({ kind }) => kind)).toEqual(["risk-summary", "penetration"]);
    const only = await listReports(org.ctx, { kind: "baseline" });
    expect(only.items.map(({ id }) => id)).toEqual([before.id]);
  });
});

describe("signatures", () => {
  const verify = (file: string) =>
    spawnSync(
      "openssl",
      ["pkeyutl", "-verify", "-pubin", "-inkey", "signing-key.pem", "-rawin", "-in", file, "-sigfile", `${file}.sig`],
      { cwd: folder, encoding: "utf8" },
    );

  test.each(["report.pdf", "report.html", "report.json"])(
    "of %s verify with openssl, and not after one bit",
    async (name) => {
      const report = reportOf("risk-summary");
      for (const one of [name, `${name}.sig`, "signing-key.pem"])
        writeFileSync(path.join(folder, one), await bytesOf(report, one));
      expect(verify(name).stdout).toContain("Signature Verified Successfully");
      const key = execFileSync(
        "openssl",
        ["pkey", "-pubin", "-in", "signing-key.pem", "-outform", "DER", "-out", "key.der"],
        {
          cwd: folder,
        },
      );
      expect(key.length).toBe(0);
      expect(execFileSync("sha256sum", ["key.der"], { cwd: folder, encoding: "utf8" })).toContain(report.fingerprint);
      const bytes = await bytesOf(report, name);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(path.join(folder, name), bytes);
      expect(verify(name).status).not.toBe(0);
    },
  );

  test("the audit log has who wrote it with the files' digests, and who took which file", async () => {
    const { id, files } = reportOf("enforcement");
    await downloadReport(org.as("compliance"), id, "report.pdf");
    const { items } = await listEntries(org.ctx, { limit: 50 });
    const about = items.filter(({ target }) => target.id === id);
    expect(about.map(({ action }) => action)).toEqual(["report.downloaded", "report.made"]);
    expect(JSON.stringify(about)).toContain(files[0]?.sha256);
  });
});
