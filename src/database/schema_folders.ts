/** Where the schema's files lie, in the order in which they are applied. A new folder is added at the end. */
export const schemaFolders: readonly string[] = [
  "src/database/schema",
  "src/log/schema",
  "src/ids/schema",
  "src/read_models/schema",
  "src/http/schema",
  "src/calls/schema",
  "src/backup/schema",
  "src/accounts/schema",
];
