import { getAttestation } from "@/lib/attestations/get-attestation";
import { route } from "@/lib/http/route";

export const GET = route(getAttestation);
