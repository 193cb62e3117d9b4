import { Section } from "@/components/ui/page-header";

/** The formula in words, as the code that computes it states it. */
export const FormulaSection = ({ formula }: { formula: readonly string[] }) => (
  <Section id="formula" title="The formula">
    <ol className="max-w-[80ch] list-decimal space-y-1 pl-5 text-sm">
      {formula.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  </Section>
);
