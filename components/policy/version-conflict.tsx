import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DiffView } from "@/components/ui/diff-view";
import { Time } from "@/components/ui/time";
import type { PolicyDraft, PolicyWithVersions } from "./policy-draft";

type Props = { policy: PolicyWithVersions; draft: PolicyDraft; keepMine: () => void; takeTheirs: () => void };

/** Somebody kept a newer version while this one was being edited. Both texts are here until the person chooses. */
export function VersionConflict({ policy, draft, keepMine, takeTheirs }: Props) {
  const { version, createdByName, createdAt, text } = policy.current;
  return (
    <div role="alert">
      <Callout
        tone="hold"
        title={`Version ${version} was kept while you edited version ${draft.base}`}
        action={
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={takeTheirs}>
              Take version {version}, drop mine
            </Button>
            <Button size="sm" variant="primary" onClick={keepMine}>
              Go on with mine on top of {version}
            </Button>
          </div>
        }
      >
        By {createdByName}, <Time at={createdAt} />. Your text is below and untouched. What saving yours would change in
        version {version}:
      </Callout>
      <DiffView before={text} after={draft.text} label={`Version ${version} against your text`} className="mt-2" />
    </div>
  );
}
