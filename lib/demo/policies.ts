/** The demo's rule and policies: one of each kind that a newcomer should see at work. */

export const demoRule = {
  slug: "demo-owner-or-admin",
  title: "The owner or an admin agrees",
  stages: [
    {
      title: "the owner, the backup owner or an admin",
      need: 1,
      from: [{ kind: "ownerOrBackup" as const }, { kind: "role" as const, role: "admin" as const }],
    },
  ],
  expiresInSeconds: 900,
};

type DemoPolicy = { slug: string; title: string; text: string };

export const demoPolicies: readonly DemoPolicy[] = [
  {
    slug: "demo-accounts-use-files",
    title: "Accounts payable works with the invoice files",
    text: 'permit (\n  principal in Team::"Accounts payable",\n  action,\n  resource == Server::"demo-files"\n);',
  },
  {
    slug: "demo-payment-files-held",
    title: "Payment files wait for the owner",
    text: `@checkpoint("${demoRule.slug}")\nforbid (\n  principal,\n  action == Action::"demo-files/write_file",\n  resource == Server::"demo-files"\n)\nwhen { context.args.path like "*/payments/*" };`,
  },
  {
    slug: "demo-no-secrets",
    title: "Nobody reads the folder of secrets",
    text: 'forbid (\n  principal,\n  action == Action::"demo-files/read_text_file",\n  resource == Server::"demo-files"\n)\nwhen { context.args.path like "*/secrets/*" };',
  },
  {
    slug: "demo-nothing-is-moved",
    title: "Files are never moved",
    text: 'forbid (\n  principal,\n  action == Action::"demo-files/move_file",\n  resource == Server::"demo-files"\n);',
  },
  {
    slug: "demo-support-remembers",
    title: "Customer support uses its memory",
    text: 'permit (\n  principal in Team::"Customer support",\n  action,\n  resource == Server::"demo-memory"\n);',
  },
  {
    slug: "demo-memory-is-kept",
    title: "Nothing is deleted from memory",
    text: 'forbid (\n  principal,\n  action in [\n    Action::"demo-memory/delete_entities",\n    Action::"demo-memory/delete_observations",\n    Action::"demo-memory/delete_relations"\n  ],\n  resource == Server::"demo-memory"\n);',
  },
  {
    slug: "demo-release-reads",
    title: "The release helper reads and computes",
    text: 'permit (\n  principal in Team::"Platform",\n  action in Action::"read",\n  resource == Server::"demo-checks"\n);',
  },
  {
    slug: "demo-watch-research",
    title: "Watch who starts research (recorded, not enforced)",
    text: '@mode("observe")\nforbid (\n  principal,\n  action == Action::"demo-checks/echo",\n  resource == Server::"demo-checks"\n);',
  },
  {
    slug: "demo-refunds",
    title: "Customer support refunds",
    text: 'permit (\n  principal in Team::"Customer support",\n  action == Action::"demo-payments/refund",\n  resource == Server::"demo-payments"\n);',
  },
  {
    slug: "demo-large-refunds-held",
    title: "Refunds above 100 wait for the owner",
    text: `@checkpoint("${demoRule.slug}")\nforbid (\n  principal,\n  action == Action::"demo-payments/refund",\n  resource == Server::"demo-payments"\n)\nwhen { context.args.amount > 100 };`,
  },
  {
    slug: "demo-huge-refunds-denied",
    title: "Refunds above 1,000 are never made by an agent",
    text: 'forbid (\n  principal,\n  action == Action::"demo-payments/refund",\n  resource == Server::"demo-payments"\n)\nwhen { context.args.amount > 1000 };',
  },
];
