import { hasAdmin } from "@/lib/identity/installation";
import { type AdminCommand, NO } from "./admin-command";

export const hasAdminCommand: AdminCommand = {
  summary: "Exit 0 when an active admin exists, 3 when not; prints nothing",
  usage: "has-admin",
  options: {},
  run: async () => ((await hasAdmin()) ? 0 : NO),
};
