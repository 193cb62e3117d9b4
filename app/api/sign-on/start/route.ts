import { startSignOn } from "@/lib/http/serve-sign-on";

export const GET = startSignOn;
