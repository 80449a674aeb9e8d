import { METHOD_NAME_ALL, type Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * Hono's router, asked by path only; we look up the method. Hono looks it up in a plain object, where the method name
 * `constructor` would find an inherited property.
 */
export function routerByPath<T>(): Router<T> {
  const router = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
  return {
    name: "by path",
    add: (_method, path, handler) => router.add(METHOD_NAME_ALL, path, handler),
    match: (_method, path) => router.match(METHOD_NAME_ALL, path),
  };
}
