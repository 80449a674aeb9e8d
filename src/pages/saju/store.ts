import { computed, signal } from "@preact/signals";
import { askUntil, type Chats, type Lines } from "../chat/store.ts";
import type {
  Answer,
  Explanation,
  Introduction,
  IntroductionFrame,
  Person,
  Profile,
  ProfileChange,
} from "./contract.ts";
import { chatOfYes, decided, next, waitingFor, withListed } from "./flow.ts";

/** What the page says of blind dates: news of a request, in the person's sight. */
export type News = (type: IntroductionFrame["type"], introduction: Introduction) => void;

/**
 * Blind dates of a person, as the server's answers and frames tell them: their profile, today's people, and requests.
 */
export function openSaju(
  me: number,
  { session: { ask } }: Pick<Lines, "session">,
  { chats, news }: { chats: Chats; news: News },
) {
  const introductions = signal<Introduction[]>([]);
  const profile = signal<Profile | undefined>(undefined);
  const people = signal<Person[] | undefined>(undefined);

  /** Whether my profile says what blind dates need. */
  const isComplete = computed(() => !!(profile.value?.name && profile.value.birth_date && profile.value.gender));

  async function loadProfile(): Promise<void> {
    profile.value = await ask("GET /api/users/me");
  }

  async function loadIntroductions(): Promise<void> {
    const listed = await ask("GET /api/matches", { query: { limit: 100 } });
    // read again: frames may have come meanwhile
    introductions.value = withListed(introductions.peek(), listed);
    chats.named(listed.map(({ partner }) => partner));
  }

  async function loadPeople(): Promise<void> {
    people.value = await ask("GET /api/matches/recommendations");
  }

  /** What sync does not tell: all requests, and today's people, if they have been looked at. */
  async function load(): Promise<void> {
    if (!isComplete.peek()) return;
    await Promise.all([loadIntroductions(), people.peek() && loadPeople()]);
  }

  function onFrame(frame: IntroductionFrame): void {
    introductions.value = next(introductions.peek(), frame);
    if (frame.type === "introduction.accepted") chats.opened(chatOfYes(introductions.peek(), frame.data));
    void tell(frame);
  }

  async function tell({ type, data: { match_id } }: IntroductionFrame): Promise<void> {
    const find = () => introductions.peek().find((one) => one.match_id === match_id);
    if (!find()) await askUntil(loadIntroductions, () => find() !== undefined);
    const introduction = find();
    if (introduction) news(type, introduction);
  }

  /** What was decided here; a frame says it too. */
  function settle({ match_id, partner: { user_id } }: Introduction, { status, chat_id }: Answer): void {
    introductions.value = decided(introductions.peek(), match_id, status);
    if (chat_id !== undefined) chats.opened(chatOfYes(introductions.peek(), { match_id, user_id, chat_id }));
  }

  return {
    me,
    introductions,
    profile,
    people,
    isComplete,
    waiting: computed(() => waitingFor(me, introductions.value)),
    load,
    loadPeople,
    loadProfile,
    onFrame,
    /** How everything is, by the answer of `GET /api/sync`, and who one is. */
    show(sync: { introductions: Introduction[] }, mine: Profile): void {
      profile.value = mine;
      introductions.value = sync.introductions;
    },

    /** Asks somebody to talk. Returns the chat, where they had asked first. */
    async request(userId: number): Promise<number | undefined> {
      const { chat_id } = await ask("POST /api/matches/request", {
        body: { receiver_id: userId },
        once: true,
      });
      await loadIntroductions();
      return chat_id;
    },

    /** Answers a request. Returns the chat that a yes opens. */
    async answer(introduction: Introduction, decision: "accept" | "decline"): Promise<number | undefined> {
      const { match_id } = introduction;
      const answer = await ask(`POST /api/matches/{match_id}/${decision}`, { params: { match_id }, once: true });
      settle(introduction, answer);
      return answer.chat_id;
    },

    /** Why I fit with somebody as well as I do. */
    explain: (userId: number): Promise<Explanation> =>
      ask("GET /api/matches/{user_id}/compatibility", { params: { user_id: userId } }),

    async withdraw(introduction: Introduction): Promise<void> {
      const { match_id } = introduction;
      settle(introduction, await ask("DELETE /api/matches/{match_id}", { params: { match_id } }));
    },

    /** Changes my profile, and reads anew what follows from it. */
    async change(said: ProfileChange): Promise<void> {
      if (Object.keys(said).length > 0) await ask("PUT /api/users/me", { body: said });
      await loadProfile();
      await load();
    },
  };
}

export type Saju = ReturnType<typeof openSaju>;
