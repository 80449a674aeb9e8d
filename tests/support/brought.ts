const places = [(app: string) => `../${app}/`, (app: string) => `./${app}/`];

/** What an app brings for shared tests in a file of its folder of tests, or beside an app that is of the tests alone. */
export async function brought<T>(app: string, file: string): Promise<T | undefined> {
  for (const place of places) {
    const url = new URL(`${place(app)}${file}`, import.meta.url);
    const isThere = await Deno.stat(url).then(() => true, () => false);
    if (isThere) return await import(url.href) as T;
  }
  return undefined;
}
