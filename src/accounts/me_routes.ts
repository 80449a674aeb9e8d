import { z } from "zod";
import { userById } from "../../projections/accounts/users.ts";
import { access, app } from "./access.ts";
import { refuse } from "../answers/refusals.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { System } from "../system.ts";

/** The roles of staff. Today all staff are operators, who may do everything that staff may. */
const role = z.enum(["support", "moderator", "analyst", "operator"]);

const example = {
  user_id: 7,
  username: "mina",
  email: "mina@example.com",
  email_verified: true,
  roles: [],
  profiles: ["calls"],
};

const me = z.object({
  user_id: z.int(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  roles: z.array(role),
  profiles: z.array(z.string()),
}).meta({ id: "Me", examples: [example] });

/** Who is there: what a page asks first. */
export function meEndpoints({ registry, profilesOf }: Pick<System, "registry" | "profilesOf">) {
  return [
    endpoint({
      ...access.me,
      app,
      summary: "Who I am, and which apps have my profile",
      description:
        "What a page asks first. `roles` is empty for everybody but staff, who are `operator`s today: one role that may do all that staff may. `profiles` names the apps whose profile is complete. To a page without an Authorization header the answer tells its CSRF token in `X-CSRF-Token`, also when it is 401: then the token of a visitor, for sign-up and login.",
      tellsCsrfToken: true,
      answers: { 200: me },
      handle: async ({ user: { userId, isStaff } }) => {
        const [user, profiles] = await Promise.all([userById(registry, userId), profilesOf(userId)]);
        if (!user) return refuse("account.unknown");
        return ok(200, {
          user_id: userId,
          username: user.username,
          email: user.email,
          email_verified: user.email_verified,
          roles: isStaff ? ["operator"] : [],
          profiles,
        });
      },
    }),
  ];
}
