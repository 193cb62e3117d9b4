"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "./button";
import { DropdownMenu, MenuCheckboxItem } from "./dropdown-menu";

const themes = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

/** Light, dark, or whatever the system says. Both icons are drawn and CSS picks one, so the server's page fits either. */
export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu
      label="Theme"
      trigger={
        <Button variant="quiet" size="icon" aria-label="Theme">
          <Sun aria-hidden="true" className="dark:hidden" />
          <Moon aria-hidden="true" className="hidden dark:block" />
        </Button>
      }
    >
      {themes.map(({ value, label, icon: Icon }) => (
        <MenuCheckboxItem
          key={value}
          checked={theme === value}
          onCheckedChange={() => setTheme(value)}
          onSelect={undefined}
        >
          <span className="flex items-center gap-2">
            <Icon aria-hidden="true" className="text-muted" />
            {label}
          </span>
        </MenuCheckboxItem>
      ))}
    </DropdownMenu>
  );
}
