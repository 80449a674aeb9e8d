/** Something that the server did not accept. */
export type Problem = {
  /** Which refusal it is; `offline` where there is no way to the server. */
  code: string;
  /** The status of the answer; 0 if none came. */
  status: number;
  /** A sentence in the person's language. */
  detail: string;
  /** What is wrong with which field. */
  errors?: { path: string; message: string }[];
  /** What the refusal names besides: the endpoint that helps, for one. */
  [more: string]: unknown;
};

/** A problem, thrown. */
export class Refused extends Error {
  override name = "Refused";
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** There is no way to the server; what was asked may have been done. */
export const offline = () => new Refused({ code: "offline", status: 0, detail: "offline" });

/** The problem that was thrown; undefined for anything else. */
export function problemOf(error: unknown): Problem | undefined {
  return error instanceof Refused ? error.problem : undefined;
}

/** Whether the server answered with this refusal. */
export const isRefusedAs = (error: unknown, code: string): boolean => problemOf(error)?.code === code;
