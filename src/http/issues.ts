import type { z } from "zod";
import type { Language } from "./request.ts";

type Issue = z.core.$ZodIssue;
type Sentence = Record<Language, string>;

/**
 * What was wrong with the input, as paths (`age_range.0`) and sentences that say what to send instead. They name kinds
 * and limits, never the value: it may be a password.
 */
export function describeIssues(issues: readonly Issue[], language: Language): { path: string; message: string }[] {
  return issues.flatMap((issue) => issue.code === "invalid_union" ? closest(issue) : [issue])
    .map((issue) => ({ path: issue.path.map(String).join("."), message: describe(issue)[language] }));
}

function describe(issue: Issue): Sentence {
  switch (issue.code) {
    case "invalid_type":
      return wrongKind(issue.expected, issue.input);
    case "too_small":
      return size(issue.origin, Number(issue.minimum), issue.inclusive ? "min" : "above");
    case "too_big":
      return size(issue.origin, Number(issue.maximum), issue.inclusive ? "max" : "below");
    case "invalid_format":
      // people cannot read a pattern: such a field describes it in words (shaped, in fields.ts)
      return formats[issue.format] ??
        { ko: "형식이 올바르지 않습니다.", en: "does not have the form that is taken here." };
    case "not_multiple_of":
      return { ko: `${issue.divisor}의 배수여야 합니다.`, en: `must be a multiple of ${issue.divisor}.` };
    case "invalid_value": {
      const values = issue.values.map(String).join(", ");
      return issue.input === undefined
        ? { ko: `필수 항목입니다. 다음 중 하나를 보내 주세요: ${values}.`, en: `is required: send one of ${values}.` }
        : { ko: `다음 중 하나여야 합니다: ${values}.`, en: `must be one of ${values}.` };
    }
    case "unrecognized_keys":
      return {
        ko: `모르는 항목입니다: ${issue.keys.join(", ")}. 빼고 보내 주세요.`,
        en: `has unknown fields, leave them out: ${issue.keys.join(", ")}.`,
      };
    case "invalid_key":
    case "invalid_element":
      return { ko: "올바르지 않은 이름이나 값이 들어 있습니다.", en: "holds a name or a value that is not valid." };
    case "invalid_union":
      return { ko: "받을 수 있는 형태가 아닙니다.", en: "has none of the forms that are taken here." };
    case "custom":
      return { ko: String(issue.params?.ko ?? issue.message), en: String(issue.params?.en ?? issue.message) };
  }
}

const kinds: Record<string, Sentence> = {
  string: { ko: "문자열", en: "text" },
  number: { ko: "숫자", en: "a number" },
  int: { ko: "정수", en: "a whole number" },
  boolean: { ko: "true 또는 false", en: "true or false" },
  array: { ko: "배열", en: "an array" },
  tuple: { ko: "배열", en: "an array" },
  object: { ko: "객체", en: "an object" },
  record: { ko: "객체", en: "an object" },
  null: { ko: "null", en: "null" },
};

function wrongKind(expected: string, input: unknown): Sentence {
  const wanted = kinds[expected] ?? { ko: expected, en: expected };
  if (input === undefined) {
    return { ko: `필수 항목입니다. 보내야 할 값: ${wanted.ko}.`, en: `is required: send ${wanted.en}.` };
  }
  if (expected === "int" && typeof input === "number") {
    return { ko: "소수점 없는 정수여야 합니다.", en: "must be a whole number." };
  }
  const got = kinds[input === null ? "null" : Array.isArray(input) ? "array" : typeof input] ?? wanted;
  return { ko: `${wanted.ko} 자리에 ${got.ko} 값이 왔습니다.`, en: `must be ${wanted.en}, not ${got.en}.` };
}

type Bound = "min" | "above" | "max" | "below";

function size(origin: string, limit: number, bound: Bound): Sentence {
  const plural = limit === 1 ? "" : "s";
  const counted: Sentence = origin === "string"
    ? { ko: "자", en: ` character${plural}` }
    : ["array", "set", "map"].includes(origin)
    ? { ko: "개", en: ` item${plural}` }
    : { ko: "", en: "" };
  const has = counted.en ? "have" : "be";
  return {
    min: { ko: `${limit}${counted.ko} 이상이어야 합니다.`, en: `must ${has} at least ${limit}${counted.en}.` },
    above: { ko: `${limit}${counted.ko} 초과여야 합니다.`, en: `must ${has} more than ${limit}${counted.en}.` },
    max: { ko: `${limit}${counted.ko} 이하여야 합니다.`, en: `must ${has} at most ${limit}${counted.en}.` },
    below: { ko: `${limit}${counted.ko} 미만이어야 합니다.`, en: `must ${has} less than ${limit}${counted.en}.` },
  }[bound];
}

const formats: Record<string, Sentence> = {
  date: { ko: "YYYY-MM-DD 형식의 날짜여야 합니다.", en: "must be a date, YYYY-MM-DD." },
  time: { ko: "HH:MM 형식의 시각이어야 합니다.", en: "must be a time of day, HH:MM." },
  datetime: {
    ko: "2025-01-31T09:00:00Z 형식의 일시여야 합니다.",
    en: "must be an instant such as 2025-01-31T09:00:00Z.",
  },
  url: { ko: "https:// 로 시작하는 주소여야 합니다.", en: "must be a URL such as https://example.com/." },
  uuid: { ko: "UUID 여야 합니다.", en: "must be a UUID." },
  json_string: { ko: "JSON 이어야 합니다.", en: "must be JSON." },
};

/** Of a union's forms, the problems of the one that was most likely meant: the one whose kind was right. */
function closest(union: z.core.$ZodIssueInvalidUnion): Issue[] {
  const meant = union.errors.find((issues) =>
    !issues.some(({ code, path }) => code === "invalid_type" && !path.length)
  );
  if (!meant?.length || union.errors.every((issues) => issues.length === 0)) return [union];
  return meant.map((issue) => ({ ...issue, path: [...union.path, ...issue.path] }));
}
