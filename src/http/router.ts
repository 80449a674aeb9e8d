import { METHOD_NAME_ALL, type Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";

/**
 * Hono's own router, asked by path alone; what a path takes is looked up by us. Hono looks a method up in an object, where
 * a client's method `constructor` finds what every object has.
 */
export function routerByPath<T>(): Router<T> {
  const router = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
  return {
    name: "by path",
    add: (_method, path, handler) => router.add(METHOD_NAME_ALL, path, handler),
    match: (_method, path) => router.match(METHOD_NAME_ALL, path),
  };
}
