import { route } from "@/lib/http/route";
import { testMailServer } from "@/lib/mail/test-mail-server";

export const POST = route(testMailServer);
