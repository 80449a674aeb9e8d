import type { Origin } from "./contract.ts";

/** What an app calls things in the views of its chats. */
export type ChatWords = {
  /** What the list is called. */
  title: string;
  /** Somebody without a name. */
  someone: string;
  /** There are no chats yet, and how one comes about. */
  none: string;
  /** Nothing was said in a chat yet. */
  nothingSaid: string;
};

/** Of which chats a view is: those of one kind of origin, at their app's addresses and in its words. */
export type ChatsOf = {
  origin: Origin["kind"];
  /** The address of the list, under which each chat has its own: `/saju/chats`. */
  base: string;
  words: () => ChatWords;
};
