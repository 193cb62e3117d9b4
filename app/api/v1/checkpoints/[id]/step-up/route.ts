import { beginApproval } from "@/lib/checkpoints/begin-approval";
import { route } from "@/lib/http/route";

export const POST = route(beginApproval);
