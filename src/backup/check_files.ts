import type { Secrets } from "../configuration/secrets.ts";
import { tagKeyCheck } from "./fitting_secrets.ts";
import { keysFileOf, keysHeader, type LogHeader, logHeader } from "./format.ts";
import { readBackupFile, UnfitBackup } from "./read_file.ts";

/**
 * Reads the files of a backup from end to end, before anything is done with them: each is whole, they follow on each
 * other from the log's beginning, and the last one's keys belong to it.
 *
 * @param progress told how many bytes of the files were read, each time some were
 * @returns the headers, in order
 * @throws UnfitBackup
 */
export async function checkFiles(
  files: readonly string[],
  secrets: Pick<Secrets, "derive">,
  progress: (bytes: number) => void = () => {},
): Promise<LogHeader[]> {
  const headers: LogHeader[] = [];
  for (const path of files) {
    await using reader = await readBackupFile(path, logHeader, progress);
    follows(path, reader.header, files[headers.length - 1], headers.at(-1));
    if (reader.header.tagKeyCheck !== tagKeyCheck(secrets)) {
      throw new UnfitBackup(`${path} was made under another INYEON_TAG_KEY: nobody's name would be found again.`);
    }
    let at = reader.header.after;
    for await (const section of reader.sections()) if (section.of === "events") at += section.rows;
    if (at !== reader.header.to) {
      throw new UnfitBackup(`${path} ends at ${at}, and says that it ends at ${reader.header.to}.`);
    }
    headers.push(reader.header);
  }
  const last = headers[headers.length - 1];
  const keys = keysFileOf(files[files.length - 1]);
  await using reader = await readBackupFile(keys, keysHeader, progress);
  if (reader.header.backup !== last.backup) {
    throw new UnfitBackup(`${keys} holds the keys of another backup than ${files[files.length - 1]}.`);
  }
  for await (const _ of reader.sections());
  return headers;
}

function follows(path: string, header: LogHeader, pathBefore: string, before: LogHeader | undefined): void {
  if (!before) {
    if (header.after === 0) return;
    throw new UnfitBackup(`${path} begins after ${header.after}: name the files before it first.`);
  }
  if (header.log !== before.log) {
    throw new UnfitBackup(`${path} is of log ${header.log}, and ${pathBefore} of ${before.log}.`);
  }
  if (header.after !== before.to || header.afterHash !== before.toHash) {
    throw new UnfitBackup(
      `${path} begins after ${header.after}, and ${pathBefore} ends at ${before.to}: the files do not follow on each other.`,
    );
  }
}
