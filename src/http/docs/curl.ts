import type { Operation } from "./rest_document.ts";

/** An operation as a curl command, with the document's example as its body. */
export function curl({ method, path, security, parameters, requestBody }: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    return encodeURIComponent(String(parameters.find((parameter) => parameter.name === name)?.example ?? name));
  });
  const content = requestBody?.content ?? {};
  const json = content["application/json"];
  const form = json ? undefined : content["multipart/form-data"];
  const sent = json ? ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(json.example))}`] : [];
  const usual = json || form ? "POST" : "GET";
  return [
    `curl ${method === usual ? "" : `-X ${method} `}$B${filled}`,
    ...security.length > 0 ? ['-H "Authorization: Bearer $ACCESS"'] : [],
    ...sent,
    ...form ? Object.keys(Object(form.example)).map((name) => `-F ${name}=@picture.jpg`) : [],
  ].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
