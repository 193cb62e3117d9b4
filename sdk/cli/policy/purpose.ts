/** What the key must be good for. */
export const PURPOSE = "may read policies, and for push change and publish them,";
