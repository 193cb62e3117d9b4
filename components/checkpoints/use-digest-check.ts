"use client";

import { useEffect, useState } from "react";
import type { Gate } from "./approve-gate";

/**
 * Computes the digest of the very bytes that the page is drawn from, here in the browser, so that the digest which is posted is
 * known to be theirs. Browsers offer digests only on https and localhost.
 */
export function useDigestCheck(text: string, digest: string): Gate["digest"] {
  const [checked, setChecked] = useState<{ text: string; found: string | null } | null>(null);
  // The browser's digest is asynchronous; an answer for an older text is not taken.
  useEffect(() => {
    let current = true;
    void sha256(text).then((found) => {
      if (current) setChecked({ text, found });
    });
    return () => {
      current = false;
    };
  }, [text]);
  if (checked?.text !== text) return "checking";
  if (checked.found === null) return "unavailable";
  return checked.found === digest ? "matches" : "differs";
}

export async function sha256(text: string): Promise<string | null> {
  // Absent where the page is not a secure context, whatever its type says.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const bytes = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `sha256:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
