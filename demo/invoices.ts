/** The invoice clerk: reads invoices, tries a secret it may not have, and writes payment files that wait for the owner. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { liveAgents } from "@/lib/demo/company";
import type { Script, Step } from "./live-agent";

const suppliers = ["Harrow Paper", "Blue Kettle Catering", "Nordlicht Energie", "Ardent Cleaning", "Pinewood Print"];
const EVERY_PAYMENT = 14;
const EVERY_TEMPTATION = 6;

export function writeInvoices(folder: string): void {
  for (const sub of ["invoices", "payments", "secrets"]) mkdirSync(path.join(folder, sub), { recursive: true });
  for (const [at, supplier] of suppliers.entries()) {
    const amount = 180 + at * 217;
    writeFileSync(
      path.join(folder, "invoices", `2026-${1041 + at}.txt`),
      `Invoice 2026-${1041 + at}\nFrom: ${supplier}\nAmount: ${amount}.00 EUR\nDue: 30 days\n`,
    );
  }
  writeFileSync(path.join(folder, "secrets", "bank-login.txt"), "This file is bait: reading it is denied by policy.\n");
}

export function invoiceScript(folder: string): Script {
  const invoice = (turn: number) => path.join(folder, "invoices", `2026-${1041 + (turn % suppliers.length)}.txt`);
  const reading: ((turn: number) => Step)[] = [
    () => ({ tool: "list_directory", args: { path: path.join(folder, "invoices") } }),
    (turn) => ({ tool: "read_text_file", args: { path: invoice(turn) } }),
    (turn) => ({ tool: "get_file_info", args: { path: invoice(turn) } }),
    () => ({ tool: "search_files", args: { path: folder, pattern: "*.txt" } }),
  ];
  return {
    agentName: liveAgents.invoices,
    next: (turn): Step => {
      if (turn % EVERY_PAYMENT === 2) {
        const supplier = suppliers[Math.floor(turn / EVERY_PAYMENT) % suppliers.length] ?? "";
        return {
          tool: "write_file",
          args: {
            path: path.join(folder, "payments", `payment-${turn}.txt`),
            content: `Pay ${supplier} for invoice 2026-${1041 + (turn % suppliers.length)}\n`,
          },
        };
      }
      if (turn % EVERY_TEMPTATION === 5)
        return { tool: "read_text_file", args: { path: path.join(folder, "secrets", "bank-login.txt") } };
      return reading[turn % reading.length]?.(turn) ?? { tool: "list_allowed_directories", args: {} };
    },
  };
}
