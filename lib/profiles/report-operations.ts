/** What runners report. */
import { operation } from "@/lib/shared/operation";
import { Accepted } from "@/sdk/wire/protocol";
import { ProposalInput, SandboxReport } from "@/sdk/wire/sandbox-run";

export const reportSandboxOp = operation({
  id: "profiles.reportSandbox",
  http: "POST /v1/pep/sandboxes",
  serve: "gateway",
  permission: "point:report",
  summary: "Report which profile a sandbox runs, whose rules its proxy goes by, and how it ended",
  input: SandboxReport,
  output: Accepted,
});

export const reportProposalOp = operation({
  id: "profiles.reportProposal",
  http: "POST /v1/pep/profile-proposals",
  serve: "gateway",
  permission: "point:report",
  summary: "Hand in the smallest profile that a run in learning mode would have needed",
  input: ProposalInput,
  output: Accepted,
});
