import { listAttestations } from "@/lib/attestations/list-attestations";
import { route } from "@/lib/http/route";

export const GET = route(listAttestations);
