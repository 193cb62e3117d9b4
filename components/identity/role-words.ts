/** What each role is for, in the words that people choose by. Who may do what is lib/shared/permissions.ts alone. */
import type { Role } from "@/lib/shared/permissions";

export const roleWords: Record<Role, { label: string; hint: string }> = {
  admin: { label: "Admin", hint: "Everything, and alone manages people, API keys and the organisation." },
  security: { label: "Security", hint: "Policies, tools and points; stops agents and releases them." },
  owner: { label: "Owner", hint: "Registers agents, answers for them, stops them, decides their held calls." },
  approver: { label: "Approver", hint: "Decides held calls where a rule names approvers." },
  compliance: { label: "Compliance", hint: "Reads everything, the audit log included." },
  executive: { label: "Executive", hint: "Reads everything, the audit log included." },
  reporter: { label: "Reporter", hint: "May only report tool calls as OpenTelemetry data. Reads nothing." },
  auditor: { label: "Auditor", hint: "Reads everything, the audit log included. For auditors of the house." },
  outsider: { label: "Outside auditor", hint: "Sees only what was shared, until an end. Given under Compliance." },
};

export const rolesText = (roles: readonly Role[]): string =>
  roles.length > 0 ? roles.map((role) => roleWords[role].label).join(", ") : "No role";
