import { finishSignOn } from "@/lib/http/serve-sign-on";

export const GET = finishSignOn;
