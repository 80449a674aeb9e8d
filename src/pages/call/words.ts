import { textsOf } from "../words/texts.ts";
import { texts } from "./texts.ts";

/** What the page of calls says, in the language that is shown. */
export const { t, isText } = textsOf(texts);
