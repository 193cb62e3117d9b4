"use client";

import { Bell, BellOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { setNotify, useNotifyState } from "./notify-setting";

/** Nothing where the browser cannot, or where its user has refused it: asking again would be a nuisance. */
export function NotifyButton() {
  const state = useNotifyState();
  if (state === "unavailable" || state === "refused") return null;
  return (
    <Button size="sm" variant="quiet" aria-pressed={state === "on"} onClick={() => void setNotify(state !== "on")}>
      {state === "on" ? <Bell aria-hidden="true" /> : <BellOff aria-hidden="true" />}
      {state === "on" ? "Notifies in this browser" : "Notify in this browser"}
    </Button>
  );
}
