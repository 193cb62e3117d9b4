/** The attacks that every exercise makes: at least two of each family. */
import { plantedDocument, plantedTransfer } from "./families/asi01.ts";
import { lookAlikes, smuggledMembers } from "./families/asi02.ts";
import { confusedDeputy, grantOtherArguments, grantReplay, policyEdit } from "./families/asi03.ts";
import { fullSchemaPoisoning, poisonedNewcomer, rugPull } from "./families/asi04.ts";
import { harmlessByItsOwnWord, injectedCommand } from "./families/asi05.ts";
import { oldPoison, poisonedMemory } from "./families/asi06.ts";
import { forgedSender, spoofedChain } from "./families/asi07.ts";
import { approvalFlood, stoppedUpstream } from "./families/asi08.ts";
import { deceptiveText, falseSummary } from "./families/asi09.ts";
import { afterKill, rogueRestart } from "./families/asi10.ts";
import type { Scenario } from "./scenario.ts";

export const library: readonly Scenario[] = [
  plantedDocument,
  plantedTransfer,
  lookAlikes,
  smuggledMembers,
  policyEdit,
  confusedDeputy,
  grantReplay,
  grantOtherArguments,
  rugPull,
  fullSchemaPoisoning,
  poisonedNewcomer,
  injectedCommand,
  harmlessByItsOwnWord,
  poisonedMemory,
  oldPoison,
  forgedSender,
  spoofedChain,
  approvalFlood,
  stoppedUpstream,
  deceptiveText,
  falseSummary,
  afterKill,
  rogueRestart,
];
