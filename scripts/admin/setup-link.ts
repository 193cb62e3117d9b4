import { createSetupLink } from "@/lib/identity/create-setup-link";
import { type AdminCommand, NO } from "./admin-command";

export const setupLink: AdminCommand = {
  summary: "Print the one-time link for the first admin; exits 3 when somebody is here already",
  usage: "setup-link",
  options: {},
  run: async () => {
    const made = await createSetupLink();
    if (!made) {
      console.error("Gatehouse is already set up. Ask an admin for an invitation.");
      return NO;
    }
    console.log(made.link);
    return 0;
  },
};
