import { PageHeader } from "@/components/ui/page-header";

export default function NoShare() {
  return (
    <PageHeader
      title="This link opens nothing"
      description="It was mistyped, has ended, or was revoked. Ask whoever gave it to you for another one."
    />
  );
}
