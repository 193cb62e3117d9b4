"use client";

import { useSyncExternalStore } from "react";

const KEY = "gatehouse.single-key-shortcuts";
const CHANGED = "gatehouse:shortcuts";

/** Whether single letters act. People who dictate or press keys by accident turn them off (WCAG 2.1.4). */
export function shortcutsOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

/** The setting of this browser, and how to change it. */
export function useShortcutSetting(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      window.addEventListener(CHANGED, listener);
      window.addEventListener("storage", listener);
      return () => {
        window.removeEventListener(CHANGED, listener);
        window.removeEventListener("storage", listener);
      };
    },
    shortcutsOn,
    () => true,
  );
  const set = (next: boolean) => {
    try {
      localStorage.setItem(KEY, next ? "on" : "off");
    } catch {
      // Storage may be forbidden: then the setting cannot be kept, and the switch shows that by springing back.
    }
    window.dispatchEvent(new Event(CHANGED));
  };
  return [on, set];
}
