import { isRefusal, type Refusal } from "../answers/refusals.ts";
import { invalid } from "./body.ts";
import type { Endpoint, Received } from "./endpoint.ts";
import { exampleOf } from "./examples.ts";

type Values = Record<string, unknown>;

/** The refusal that an endpoint gives for its own example with a field missing or of the wrong type. */
export function invalidExample(endpoint: Endpoint): Refusal {
  const right: Received = {
    params: valuesOf(endpoint.params),
    query: valuesOf(endpoint.query),
    body: valuesOf(endpoint.body),
    files: {},
    strings: false,
  };
  for (const wrong of spoilt(right)) {
    const judged = endpoint.accept(wrong, context);
    if (isRefusal(judged) && judged.refusal === "request.invalid") return judged;
  }
  return invalid("Idempotency-Key", "en", "", "must be 1 to 255 visible ASCII characters.");
}

const context: Parameters<Endpoint["accept"]>[1] = {
  user: undefined,
  meta: { requestId: "", correlationId: "", language: "en", address: "", userAgent: "", looks: false },
  signal: AbortSignal.abort(),
};

function valuesOf(schema: Endpoint["body"]): Values {
  return schema ? exampleOf(schema, "input").value as Values : {};
}

function* spoilt(right: Received): Generator<Received> {
  for (const where of ["body", "query", "params"] as const) {
    // a path parameter cannot be missing
    for (const name of where === "params" ? [] : Object.keys(right[where])) {
      const { [name]: _, ...others } = right[where];
      yield { ...right, [where]: others };
    }
    for (const [name, value] of Object.entries(right[where])) {
      yield { ...right, [where]: { ...right[where], [name]: typeof value === "number" ? 0 : 1 } };
      yield { ...right, [where]: { ...right[where], [name]: typeof value === "number" ? "x" : "" } };
    }
  }
  // required files
  yield right;
}
