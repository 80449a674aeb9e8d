// The declarations that deno-std leaves out, for the functions this project uses.
export function acceptsLanguages(request: Pick<Request, "headers">, ...languages: string[]): string | undefined;
export const STATUS_TEXT: { readonly [status: number]: string };
