/** What the routes of accounts share. */

export const app = "accounts";
