import { getEnrolmentToken } from "@/lib/enforcement/get-enrolment-token";
import { route } from "@/lib/http/route";

export const GET = route(getEnrolmentToken);
