import { LinkTabs } from "@/components/ui/tabs";
import { can, type Role } from "@/lib/shared/permissions";

const tabs = [
  { id: "organisation", label: "Organisation", href: "/settings/organisation", permission: "organisation:read" },
  { id: "people", label: "People", href: "/settings/people", permission: "person:read" },
  { id: "sign-on", label: "Sign-on", href: "/settings/sign-on", permission: "signOn:manage" },
  { id: "api-keys", label: "API keys", href: "/settings/api-keys", permission: "apiKey:manage" },
  { id: "passkeys", label: "Your passkeys", href: "/settings/passkeys", permission: "session:own" },
  { id: "absence", label: "Absence", href: "/settings/absence", permission: "absence:own" },
  { id: "integrations", label: "Integrations", href: "/settings/integrations", permission: "sink:read" },
  { id: "mail", label: "Mail", href: "/settings/mail", permission: "sink:read" },
  { id: "messages", label: "Your messages", href: "/settings/messages", permission: "message:own" },
  { id: "sessions", label: "Your sessions", href: "/settings/sessions", permission: "session:own" },
] as const;

export type SettingsTab = (typeof tabs)[number]["id"];

/** The pages of the settings that this person may open. */
export function SettingsTabs({ current, roles }: { current: SettingsTab; roles: readonly Role[] }) {
  return <LinkTabs label="Settings" current={current} tabs={tabs.filter(({ permission }) => can(roles, permission))} />;
}
