"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { countCheckpointsOp } from "@/lib/checkpoints/contract";
import { optionsFor } from "@/lib/client/query-options";
import { useNotifyState } from "./notify-setting";

/** The event stream rests while nobody looks, so the number is asked for; browsers slow this down further by themselves. */
const ASK_MS = 20_000;

/** Tells of more waiting requests while the page is out of sight: how many, and nothing about them. */
export function WaitingNotices({ waiting }: { waiting: number }) {
  const router = useRouter();
  const on = useNotifyState() === "on";
  useQuery({
    ...optionsFor(countCheckpointsOp, {}),
    refetchInterval: on ? ASK_MS : false,
    refetchIntervalInBackground: on,
  });
  const seen = useRef(waiting);
  // Notifications are the outside system here.
  useEffect(() => {
    const more = waiting > seen.current;
    seen.current = waiting;
    if (!on || !more || document.visibilityState === "visible") return;
    const notice = tell(waiting === 1 ? "A held call waits for you." : `${waiting} held calls wait for you.`);
    if (!notice) return;
    notice.onclick = () => {
      window.focus();
      router.push("/checkpoints?box=mine");
      notice.close();
    };
  }, [waiting, on, router]);
  return null;
}

/** Browsers of phones offer the permission and then refuse the notice itself: the number in the tab must do there. */
function tell(body: string): Notification | null {
  try {
    return new Notification("Gatehouse", { body, tag: "gatehouse-waiting" });
  } catch {
    return null;
  }
}
