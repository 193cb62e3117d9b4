"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Short notes on what just happened. `toast` itself is imported from sonner. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      gap={8}
      offset={16}
      mobileOffset={{ bottom: "calc(var(--bottom-bar) + 0.75rem)" }}
      icons={{
        success: <CircleCheck aria-hidden="true" className="size-4 text-allow" />,
        error: <CircleAlert aria-hidden="true" className="size-4 text-deny" />,
        info: <Info aria-hidden="true" className="size-4 text-muted" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[22rem] max-w-[calc(100vw-2rem)] items-start gap-2.5 rounded-md border border-edge-soft bg-raised px-3 py-2.5 text-ink text-sm shadow-float",
          icon: "mt-0.5",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-muted text-xs",
          actionButton: "shrink-0 rounded-sm px-1.5 py-0.5 font-medium text-accent text-xs hover:underline",
          closeButton: "order-last grid size-6 place-items-center rounded-sm text-muted hover:bg-hover",
        },
      }}
    />
  );
}
