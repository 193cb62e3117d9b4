/** Ways in which people come in with less. */
import type { Facts } from "./facts";
import type { Way } from "./way";

export const signOnWays: readonly Way<Facts["signOn"]>[] = [
  {
    id: "signOn.notRequired",
    means: "Passwords are taken again where single sign-on was required",
    found: ({ before, after }) =>
      before.required && !after.required
        ? ["Passwords are taken again from everybody who has one, and the identity provider can be changed."]
        : [],
  },
  {
    id: "signOn.morePasswords",
    means: "The password of another admin is taken although single sign-on is required",
    found: ({ before, after }) =>
      before.required && after.required && after.named.some((id) => !before.named.includes(id))
        ? ["The passwords of more admins are taken beside single sign-on."]
        : [],
  },
];
