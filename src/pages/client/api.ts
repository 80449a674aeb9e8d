import type { consentEndpoints } from "../../accounts/consent_routes.ts";
import type { meEndpoints } from "../../accounts/me_routes.ts";
import type { profileEndpoints } from "../../accounts/profile_routes.ts";
import type { sessionEndpoints } from "../../accounts/session_routes.ts";
import type { mediaEndpoint } from "../../http/media.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import type { syncEndpoints } from "../../realtime/sync_routes.ts";
import type { blockEndpoints } from "../../safety/block_routes.ts";
import type { reportEndpoints } from "../../safety/report_routes.ts";

/*
 * What a page may ask of the server, as types alone: they come from the very schemas that the server judges and answers
 * by, so that a page that sends or expects something else does not compile.
 */

type Routes = (...needed: never[]) => readonly Endpoint[];
type CalledBy<R extends Routes> = NonNullable<ReturnType<R>[number] extends infer E ? CallOf<E> : never>;
type CallOf<E> = E extends { readonly called?: infer C } ? NonNullable<C> : never;

/** The endpoints of an app, by their method and path: `ApiOf<typeof chatEndpoints>`. */
export type ApiOf<R extends Routes> = { [C in CalledBy<R> as NameOf<C>]: C };
type NameOf<C> = C extends { name: infer N extends string } ? N : never;

/** One endpoint in the form that {@link ApiOf} takes. */
type Single<F extends (...needed: never[]) => Endpoint> = (...needed: Parameters<F>) => ReturnType<F>[];

/**
 * Every endpoint that pages call. An app's page adds its own:
 *
 * ```ts ignore
 * declare module "../client/api.ts" {
 *   interface Api extends ApiOf<typeof chatEndpoints> {}
 * }
 * ```
 */
export interface Api
  extends
    ApiOf<typeof sessionEndpoints>,
    ApiOf<typeof meEndpoints>,
    ApiOf<typeof profileEndpoints>,
    ApiOf<typeof consentEndpoints>,
    ApiOf<typeof blockEndpoints>,
    ApiOf<typeof reportEndpoints>,
    ApiOf<typeof syncEndpoints>,
    ApiOf<Single<typeof mediaEndpoint>> {}

/** The name of an endpoint: `POST /api/blocks`. */
export type ApiName = keyof Api;

type Part<E, K extends string> = E extends { [key in K]: infer V } ? V : undefined;
type Uploads<E> = [Part<E, "uploads">] extends [never] ? never : FormData;
/** What must be said is asked for; what may be left out, and a part that is not there, may be left out. */
type Asked<K extends string, V> = [V] extends [undefined] ? { [key in K]?: undefined }
  : Record<never, never> extends V ? { [key in K]?: V }
  : { [key in K]: V };

/** What an endpoint is asked with: the parts that it takes, and `once` for an Idempotency-Key. */
export type Input<N extends ApiName> =
  & Asked<"params", Part<Api[N], "params">>
  & Asked<"query", Part<Api[N], "query">>
  & Asked<"body", Part<Api[N], "body"> | Uploads<Api[N]>>
  & { once?: boolean };

/** The arguments after a name: the input may be left out where nothing in it must be there. */
export type Given<N extends ApiName> = Record<never, never> extends Input<N> ? [input?: Input<N>] : [input: Input<N>];

/** What an endpoint answers when it has done what it was asked for. */
export type Answer<N extends ApiName> = Done<Part<Api[N], "answers">>;
type Done<A> = A extends object ? InWords<A[keyof A & (200 | 201 | 202 | 204)]> : never;
/** What was done comes as a sentence. */
type InWords<T> = T extends { message: { success: string } } ? Omit<T, "message"> & { message: string } : T;
