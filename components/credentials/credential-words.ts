/** Credentials in words and looks. */
import { CircleCheck, CircleOff, Clock, type LucideIcon, TriangleAlert, Users } from "lucide-react";
import type { Tone } from "@/components/ui/status";
import type { CredentialKind, CredentialState } from "@/lib/credentials/contract";

export const kindWords: Record<CredentialKind, string> = {
  api_key: "API key",
  oauth_client: "OAuth client",
  service_account: "Service account",
  key_pair: "Key pair",
  certificate: "Certificate",
  spiffe: "SPIFFE id",
  user_account: "A person's account",
};

export const stateLook: Record<CredentialState, { tone: Tone; icon: LucideIcon; label: string }> = {
  held: { tone: "allow", icon: CircleCheck, label: "Held by it alone" },
  shared: { tone: "deny", icon: Users, label: "Shared" },
  expired: { tone: "deny", icon: TriangleAlert, label: "Expired" },
  due: { tone: "hold", icon: Clock, label: "Rotation overdue" },
  ended: { tone: "neutral", icon: CircleOff, label: "Ended" },
};
