import { domainToASCII } from "node:url";
import { z } from "zod";
import { countCharacters, normalized } from "./characters.ts";

const longest = 254;
/** Letters of any script, digits, and the punctuation common in mailbox names. */
const mailbox = /^(?!\.)(?!.*\.\.)[\p{L}\p{M}\p{N}_'+\-.]*[\p{L}\p{M}\p{N}_+-]$/u;
const domainName = /^([a-z0-9][a-z0-9-]*\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/;

/**
 * An e-mail address as people type it: `mina@example.com`, `민아@예시.한국`. Trimmed, and in NFC because mail servers
 * compare octets. At most 254 octets on the wire.
 */
export const emailAddress = z.string().overwrite((value) => normalized(value.trim(), "NFC")).refine(isAddress, {
  params: {
    ko: "name@example.com 형식의 이메일이어야 합니다.",
    en: "must be an e-mail address, name@example.com.",
  },
}).meta({ format: "idn-email", minLength: 3, maxLength: longest });

function isAddress(value: string): boolean {
  if (countCharacters(value, longest) > longest) return false;
  const at = value.lastIndexOf("@");
  const [local, domain] = [value.slice(0, Math.max(0, at)), asciiDomain(value.slice(at + 1))];
  return mailbox.test(local) && domain !== undefined &&
    new TextEncoder().encode(`${local}@${domain}`).length <= longest;
}

/**
 * A domain in its ASCII form, or undefined if it is not a domain.
 *
 * @example
 * ```ts
 * import { asciiDomain } from "./email_address.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(asciiDomain("예시.한국"), "xn--vv4b11d.xn--3e0b707e");
 * assertEquals(asciiDomain("Example.COM"), "example.com");
 * assertEquals(asciiDomain("localhost"), undefined);
 * ```
 */
export function asciiDomain(domain: string): string | undefined {
  const ascii = /^[\x20-\x7e]*$/.test(domain) ? domain.toLowerCase() : domainToASCII(domain);
  return domainName.test(ascii) ? ascii : undefined;
}
