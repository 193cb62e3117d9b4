import { releaseAgent } from "@/lib/enforcement/release-agent";
import { route } from "@/lib/http/route";

export const POST = route(releaseAgent);
