import { z } from "zod";
import type { Access, NamedAccess } from "./access.ts";
import { isRefusal, refuse } from "../answers/refusals.ts";
import type { Refusal, RefusalCode } from "../answers/refusals.ts";
import { coerce } from "./coerce.ts";
import { describeIssues } from "./issues.ts";
import { type Identity, pathParams, type RequestMeta } from "./request.ts";

/** An answer: its status, the body its schema describes, headers beside it, and the log position it rests on. */
export type Ok<S extends number, B> = {
  status: S;
  body: B;
  headers?: Record<string, string>;
  position?: number;
};

/** A finished response, for what is not JSON. It is never kept for an Idempotency-Key. */
export type Raw = { raw: Response };

/** What came of a request. */
export type Outcome = Ok<number, unknown> | Raw | Refusal;

/** Answers a request. A status that has no body takes `null` and the schema `z.null()`. */
export function ok<S extends number, const B>(
  status: S,
  body: B,
  more: { headers?: Record<string, string>; position?: number } = {},
): Ok<S, B> {
  return { status, body, ...more };
}

/** Answers with what a command came to: its answer, or its refusal as it is. */
export function answer<S extends number, B>(status: S, outcome: B | Refusal): Ok<S, B> | Refusal {
  return isRefusal(outcome) ? outcome : ok(status, outcome);
}

/** The bytes of an uploaded file. */
export type Upload = Uint8Array<ArrayBuffer>;

type Answers = Record<number, z.ZodType>;
type AnswerOf<A extends Answers> = { [S in keyof A & number]: Ok<S, Frozen<z.output<A[S]>>> }[keyof A & number];
/** `ok` infers the narrowest type of a body, which makes its arrays and objects readonly. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<never, never>;
type Given<P, Q, B, U extends string, User> = {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B> & { [name in U]?: Upload };
  user: User;
  meta: RequestMeta;
  readonly signal: AbortSignal;
};
type Handle<P, Q, B, A extends Answers, U extends string, User> = (
  request: Given<P, Q, B, U, User>,
) => Promise<AnswerOf<A> | Raw | Refusal> | AnswerOf<A> | Raw | Refusal;

type About<P, Q, B, A extends Answers, U extends string> = Omit<NamedAccess, "access"> & {
  /** Which app it belongs to: its section of the documentation. */
  app: string;
  summary: string;
  description?: string;
  /** Whether its answers, refusals too, tell a page of ours its CSRF token. */
  tellsCsrfToken?: boolean;
  /** Whether it answers with the session cookie where `Inyeon-Session: cookie` asks for it. */
  givesCookie?: boolean;
  /** Whether an Idempotency-Key makes it repeatable. */
  idempotent?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  /** Fields that take a file; the body may then be multipart/form-data, or JSON without those fields. */
  uploads?: readonly U[];
  /** Whether every one of `uploads` must be there. */
  uploadsRequired?: boolean;
  /** The largest body in bytes, where the general limit does not do. */
  bodyLimit?: number;
  /** After so long it is 503: longer than any wait that belongs to it. */
  answersWithinSec?: number;
  /** What it answers, by status. */
  answers: A;
  /** Examples of answers by status, for fields whose own examples do not fit together. */
  examples?: { readonly [S in keyof A & number]?: Frozen<z.input<A[S]>> };
  /** The media type of an answer that is not JSON, by status. */
  contentTypes?: Record<number, string>;
  /** What it may refuse, for the documentation; the refusals of every request need not be listed. */
  refusals?: readonly RefusalCode[];
};
type Who = Access["access"];
type Method = Access["method"];
type Spec<W extends Who, M extends Method, Path extends string, P, Q, B, A extends Answers, U extends string> =
  & About<P, Q, B, A, U>
  & {
    method: M;
    path: Path;
    access: W;
    handle: Handle<P, Q, B, A, U, W extends "public" ? undefined : Identity>;
  };

/** What came with a request, not yet judged. */
export type Received = {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  files: Record<string, Upload>;
  /** Whether the body's values came as strings (multipart) and are turned into what the schema wants. */
  strings: boolean;
};
type Context = { user: Identity | undefined; meta: RequestMeta; readonly signal: AbortSignal };

/** An endpoint as the server and the OpenAPI document see it. */
export type Endpoint = About<z.ZodType, z.ZodType, z.ZodType, Answers, string> & {
  access: Who;
  /** Judges what came: a refusal, or what is left to do. */
  accept(received: Received, context: Context): Refusal | (() => Promise<Outcome>);
};

/**
 * What a client needs to know of an endpoint, for types alone: nothing is there when the program runs. `M` and `Path`
 * name it; the schemas say what it takes and answers; it takes forms if there are `U`.
 */
export type Called<M extends Method, Path extends string, P, Q, B, A extends Answers, U extends string> = {
  readonly called?: {
    name: `${M} ${Path}`;
    params: Sent<P>;
    query: Sent<Q>;
    body: Sent<B>;
    answers: { [S in keyof A]: A[S] extends z.ZodType ? z.output<A[S]> : never };
    uploads: U;
  };
};

/** What a schema takes; where it takes anything at first, what it makes of it. */
type Sent<S> = S extends z.ZodType ? unknown extends z.input<S> ? z.output<S> : z.input<S> : undefined;

/**
 * Describes one endpoint: who may call it, what it takes and answers, and what it does. The schemas give `handle` its
 * types, the server its validation and the OpenAPI document its text; an answer that does not fit its schema does not
 * compile.
 */
export function endpoint<
  const W extends Who,
  const M extends Method,
  const Path extends string,
  A extends Answers,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  const U extends string = never,
>(spec: Spec<W, M, Path, P, Q, B, A, U>): Endpoint & Called<M, Path, P, Q, B, A, U> {
  const { handle: _, ...about } = spec;
  checkPath(spec.path, spec.params);
  return {
    ...about,
    accept(received, context) {
      const language = context.meta.language;
      const errors: { path: string; message: string }[] = [];
      const parse = <S extends z.ZodType | undefined>(schema: S | undefined, value: unknown): Parsed<S> => {
        const result = (schema ?? nothing).safeParse(value, { reportInput: true });
        if (!result.success) errors.push(...describeIssues(result.error.issues, language));
        // TypeScript cannot see that a schema's own parser gives that schema's output.
        return result.data as Parsed<S>;
      };
      const asked = (schema: z.ZodType | undefined, value: unknown) => schema ? coerce(schema, value) : value;
      const params = parse(spec.params, asked(spec.params, received.params));
      const query = parse(spec.query, asked(spec.query, received.query));
      const sent = parse(spec.body, received.strings ? asked(spec.body, received.body) : received.body);
      if (spec.uploadsRequired) errors.push(...missingFiles(spec.uploads ?? [], received.files, language));
      if (errors.length > 0) return refuse("request.invalid", {}, errors);

      const body = Object.assign(sent ?? {}, received.files) as Parsed<B> & { [name in U]?: Upload };
      const user = context.user;
      if (spec.access !== "public" && !user) return refuse("auth.required");
      const given: Given<P, Q, B, U, W extends "public" ? undefined : Identity> = {
        params,
        query,
        body,
        // TypeScript does not see that who is asked for decides who is there.
        user: user as W extends "public" ? undefined : Identity,
        meta: context.meta,
        get signal() {
          return context.signal;
        },
      };
      return async () => await spec.handle(given);
    },
  };
}

const nothing = z.object({});

function checkPath(path: string, params: z.ZodType | undefined): void {
  const named = pathParams(path);
  const described = params instanceof z.ZodObject ? Object.keys(params.shape) : [];
  if (!path.startsWith("/") || named.sort().join() !== described.sort().join()) {
    throw new Error(`Path ${path} must start with / and its {names} must be those of its params: ${described}`);
  }
}

function missingFiles(names: readonly string[], files: Record<string, Upload>, language: RequestMeta["language"]) {
  return names.filter((name) => !files[name]).map((name) => ({
    path: name,
    message: language === "ko"
      ? "필수 항목입니다. multipart/form-data 로 파일을 보내 주세요."
      : "is required: send a file, as multipart/form-data.",
  }));
}
