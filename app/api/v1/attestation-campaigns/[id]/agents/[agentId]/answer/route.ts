import { answerAttestation } from "@/lib/attestations/answer-attestation";
import { route } from "@/lib/http/route";

export const POST = route(answerAttestation);
