import type { Config } from "../configuration/config.ts";

/** A sentence in the two languages of the pages. */
export type Sentence = { ko: string; en: string };

/** A page of an app: one document and one script, which draws every view of the app. */
export type Page = {
  /** Where it is: `/call`. */
  path: string;
  /** The addresses of its views, besides its own: `/history`, `/chat/{id}`. */
  views?: readonly string[];
  /** What it is called. */
  title: Sentence;
  /** What there is to do, for those who come to `/`. */
  about: Sentence;
  /** The module that draws it. */
  script: URL;
  /** What it adds to the one stylesheet. */
  style?: URL;
  /** What it needs of the configuration, besides what every page is told; its script has it from `rulesOf`. */
  rules?: (config: PageConfig, pages: readonly Page[]) => Record<string, unknown>;
};

/** What pages may know of the configuration. */
export type PageConfig = Pick<Config, "minAge" | "showTimeSec" | "gemPrices" | "env" | "consents">;

/** What every page is told of this installation. */
export function commonRules({ minAge, consents }: PageConfig) {
  return {
    min_age: minAge,
    /** What one agrees to in order to have an account. */
    consents: Object.entries(consents).map(([kind, version]) => ({ kind: kind as keyof typeof consents, version })),
  };
}
