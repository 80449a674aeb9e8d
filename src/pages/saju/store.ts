import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
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

/** The store's state, which the functions below share. */
type State = {
  ask: Lines["session"]["ask"];
  chats: Chats;
  news: News;
  introductions: Signal<Introduction[]>;
  profile: Signal<Profile | undefined>;
  /** Today's people; undefined until somebody looks at them. */
  people: Signal<Person[] | undefined>;
  /** Whether my profile says what blind dates need. */
  isComplete: ReadonlySignal<boolean>;
};

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
  const isComplete = computed(() => !!(profile.value?.name && profile.value.birth_date && profile.value.gender));
  const state: State = { ask, chats, news, introductions, profile, people, isComplete };
  return {
    me,
    introductions,
    profile,
    people,
    isComplete,
    waiting: computed(() => waitingFor(me, introductions.value)),
    load: () => load(state),
    loadPeople: () => loadPeople(state),
    onFrame: (frame: IntroductionFrame) => onFrame(state, frame),
    /** How everything is, by the answer of `GET /api/sync`, and who one is. */
    show(sync: { introductions: Introduction[] }, mine: Profile): void {
      profile.value = mine;
      introductions.value = sync.introductions;
    },
    /** Why I fit with somebody as well as I do. */
    explain: (userId: number): Promise<Explanation> =>
      ask("GET /api/matches/{user_id}/compatibility", { params: { user_id: userId } }),
    request: (userId: number) => request(state, userId),
    answer: (introduction: Introduction, decision: "accept" | "decline") => answer(state, introduction, decision),
    withdraw: (introduction: Introduction) => withdraw(state, introduction),
    change: (said: ProfileChange) => change(state, said),
  };
}

export type Saju = ReturnType<typeof openSaju>;

async function loadIntroductions({ ask, chats, introductions }: State): Promise<void> {
  const listed = await ask("GET /api/matches", { query: { limit: 100 } });
  // read again: frames may have come meanwhile
  introductions.value = withListed(introductions.peek(), listed);
  chats.named(listed.map(({ partner }) => partner));
}

async function loadPeople({ ask, people }: State): Promise<void> {
  people.value = await ask("GET /api/matches/recommendations");
}

/** What sync does not tell: all requests, and today's people, if they have been looked at. */
async function load(state: State): Promise<void> {
  if (!state.isComplete.peek()) return;
  await Promise.all([loadIntroductions(state), state.people.peek() && loadPeople(state)]);
}

function onFrame(state: State, frame: IntroductionFrame): void {
  const { introductions, chats } = state;
  introductions.value = next(introductions.peek(), frame);
  if (frame.type === "introduction.accepted") chats.opened(chatOfYes(introductions.peek(), frame.data));
  void tell(state, frame);
}

async function tell(state: State, { type, data: { match_id } }: IntroductionFrame): Promise<void> {
  const find = () => state.introductions.peek().find((one) => one.match_id === match_id);
  if (!find()) await askUntil(() => loadIntroductions(state), () => find() !== undefined);
  const introduction = find();
  if (introduction) state.news(type, introduction);
}

/** Asks somebody to talk. Returns the chat, where they had asked first. */
async function request(state: State, userId: number): Promise<number | undefined> {
  const { chat_id } = await state.ask("POST /api/matches/request", { body: { receiver_id: userId }, once: true });
  await loadIntroductions(state);
  return chat_id;
}

/** Answers a request. Returns the chat that a yes opens. */
async function answer(
  state: State,
  introduction: Introduction,
  decision: "accept" | "decline",
): Promise<number | undefined> {
  const { match_id } = introduction;
  const answer = await state.ask(`POST /api/matches/{match_id}/${decision}`, { params: { match_id }, once: true });
  settle(state, introduction, answer);
  return answer.chat_id;
}

async function withdraw(state: State, introduction: Introduction): Promise<void> {
  const { match_id } = introduction;
  settle(state, introduction, await state.ask("DELETE /api/matches/{match_id}", { params: { match_id } }));
}

/** What was decided here; a frame says it too. */
function settle(
  { introductions, chats }: State,
  { match_id, partner: { user_id } }: Introduction,
  { status, chat_id }: Answer,
): void {
  introductions.value = decided(introductions.peek(), match_id, status);
  if (chat_id !== undefined) chats.opened(chatOfYes(introductions.peek(), { match_id, user_id, chat_id }));
}

/** Changes my profile, and reads again what follows from it. */
async function change(state: State, said: ProfileChange): Promise<void> {
  if (Object.keys(said).length > 0) await state.ask("PUT /api/users/me", { body: said });
  state.profile.value = await state.ask("GET /api/users/me");
  await load(state);
}
