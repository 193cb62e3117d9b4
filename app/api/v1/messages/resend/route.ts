import { route } from "@/lib/http/route";
import { resendMessages } from "@/lib/messages/resend-messages";

export const POST = route(resendMessages);
