"use client";

import { useSyncExternalStore } from "react";

/** Whether this browser tells of waiting requests; kept in it, beside the permission that the browser itself keeps. */
const name = "gatehouse-notify";
const listeners = new Set<() => void>();

export type NotifyState = "unavailable" | "refused" | "off" | "on";

function read(): NotifyState {
  if (!("Notification" in window) || !window.isSecureContext) return "unavailable";
  if (Notification.permission === "denied") return "refused";
  try {
    return Notification.permission === "granted" && localStorage.getItem(name) === "on" ? "on" : "off";
  } catch {
    return "unavailable";
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** On the server, and until the page has come to life, nothing is known of it. */
export const useNotifyState = (): NotifyState => useSyncExternalStore(subscribe, read, () => "unavailable");

/** Asks the browser's permission where it is not given yet: only ever from a press of a button. */
export async function setNotify(on: boolean): Promise<void> {
  if (on && Notification.permission === "default") await Notification.requestPermission();
  localStorage.setItem(name, on ? "on" : "off");
  for (const each of listeners) each();
}
