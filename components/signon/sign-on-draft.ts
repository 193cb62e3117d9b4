/** What stands in the form of the identity provider, and what it comes to. */
import { PersonRole } from "@/lib/shared/permissions";
import { type SignOn, SignOnInput } from "@/lib/signon/contract";

export type SignOnDraft = {
  name: string;
  issuer: string;
  clientId: string;
  /** Empty: the stored one stays, or none where there is none. */
  clientSecret: string;
  /** Separated by spaces, commas or lines. */
  domains: string;
  trustsAddress: boolean;
  newcomers: boolean;
  /** Empty: only what their groups give. */
  newcomerRole: string;
  groupsClaim: string;
};

export const draftOf = (signOn: SignOn | null): SignOnDraft => ({
  name: signOn?.name ?? "",
  issuer: signOn?.issuer ?? "",
  clientId: signOn?.clientId ?? "",
  clientSecret: "",
  domains: signOn?.domains.join(", ") ?? "",
  trustsAddress: signOn?.trustsAddress ?? false,
  newcomers: signOn?.newcomers ?? false,
  newcomerRole: signOn?.newcomerRole ?? "",
  groupsClaim: signOn?.groupsClaim ?? "",
});

/** Read by the server's own rules, so that the form can say at once what is missing. */
export function readDraft(
  draft: SignOnDraft,
  hasSecret: boolean,
): { signOn: SignOnInput | null; errors: Record<string, string> } {
  const { clientSecret } = draft;
  const parsed = SignOnInput.safeParse({
    name: draft.name,
    issuer: draft.issuer,
    clientId: draft.clientId,
    ...(clientSecret ? { clientSecret } : hasSecret ? {} : { clientSecret: null }),
    domains: draft.domains.split(/[\s,;]+/).filter(Boolean),
    trustsAddress: draft.trustsAddress,
    newcomers: draft.newcomers,
    newcomerRole: PersonRole.safeParse(draft.newcomerRole).data ?? null,
    groupsClaim: draft.groupsClaim.trim() || null,
  });
  if (parsed.success) return { signOn: parsed.data, errors: {} };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
  return { signOn: null, errors };
}
