import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { navCookie } from "@/components/shell/nav-cookie";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const narrow = (await cookies()).get(navCookie)?.value === "narrow";
  return (
    <AppShell
      user={{ name: "Nobody signed in", email: "", roles: [] }}
      organisation={{ name: "Gatehouse", demo: false }}
      pendingCheckpoints={0}
      can={{}}
      navCollapsed={narrow}
    >
      {children}
    </AppShell>
  );
}
