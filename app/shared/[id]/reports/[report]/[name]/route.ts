export { exportSharedReport as GET } from "@/lib/http/export-shared";
