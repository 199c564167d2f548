import { usePage } from "../page/context";
import { FoldedSection } from "../page/controls";
import { HowItWasMade, KeyFigures, ReadNotes } from "./overview";
import { PublishedTable } from "./published";
import { RunTable } from "./runs";

/** What was measured, of this run and of the others, and how it was made. */
export function EvidenceSection() {
  const { report, run } = usePage();
  return (
    <FoldedSection id="evidence" title={report.runs.length > 1 ? "Runs and evidence" : "The run and its evidence"}>
      <KeyFigures run={run} />
      <PublishedTable runs={report.runs} published={report.published} />
      <ReadNotes run={run} />
      <RunTable runs={report.runs} published={report.published} />
      <HowItWasMade run={run} />
    </FoldedSection>
  );
}
