export { exportSharedPack as GET } from "@/lib/http/export-shared";
