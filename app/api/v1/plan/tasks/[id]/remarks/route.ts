import { route } from "@/lib/http/route";
import { addRemark } from "@/lib/plan/add-remark";

export const POST = route(addRemark);
