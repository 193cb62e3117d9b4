/** Read by the console layout, so that the first paint already has the right width. */
export const navCookie = "gatehouse-nav";
