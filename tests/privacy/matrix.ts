import type { Matrix } from "../support/matrix.ts";

export const matrix: Matrix = { requests: { of: { deleteAccount: { body: {} } } } };
