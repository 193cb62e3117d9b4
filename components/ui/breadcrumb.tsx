import Link from "next/link";
import type { ReactNode } from "react";

/** The way back up. The last crumb is this page and no link. */
export function Breadcrumb({ items }: { items: readonly { label: ReactNode; href?: string }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1.5 text-muted text-xs">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the trail is fixed for a page; its order is its identity
          <li key={index} className="flex min-w-0 items-center gap-1.5">
            {index > 0 ? (
              <span aria-hidden="true" className="text-faint">
                /
              </span>
            ) : null}
            {item.href ? (
              <Link href={item.href} className="inline-flex min-h-6 items-center hover:text-ink hover:underline">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page" className="inline-flex min-h-6 items-center text-ink">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
