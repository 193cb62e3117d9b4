import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/page-header";
import { FileFacts, HowToVerify, type PackFacts } from "./pack-view";

type SharedPackFileProps = {
  pack: PackFacts;
  /** Where the file is fetched. */
  href: string;
  /** That whoever fetches it is recorded, and by whom. */
  recorded: string;
};

/** A pack for somebody from outside: the file, how it is verified, and why not to take this page's word for it. */
export const SharedPackFile = ({ pack, href, recorded }: SharedPackFileProps) => (
  <>
    <Section
      title="The file"
      description={recorded}
      actions={
        <Button asChild variant="primary">
          <a href={href} download>
            <Download aria-hidden="true" />
            Download
          </a>
        </Button>
      }
    >
      <FileFacts {...pack} />
    </Section>
    <HowToVerify />
    <p className="max-w-[68ch] text-muted text-sm">
      This page is served by the organisation itself. Compare the fingerprint with one that you got on another way, and
      read in the pack what it does not prove.
    </p>
  </>
);
