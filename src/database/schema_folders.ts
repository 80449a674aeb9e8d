/** Where the files of the house's schema lie, in the order in which they are applied; those of the apps come after. */
export const schemaFolders: readonly string[] = [
  "src/database/schema",
  "src/log/schema",
  "src/ids/schema",
  "src/read_models/schema",
  "src/http/schema",
  "src/backup/schema",
  "src/reactors/schema",
];
