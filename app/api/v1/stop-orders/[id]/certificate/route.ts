import { getCertificate } from "@/lib/enforcement/get-certificate";
import { issueCertificate } from "@/lib/enforcement/issue-certificate";
import { route } from "@/lib/http/route";

export const GET = route(getCertificate);
export const POST = route(issueCertificate);
