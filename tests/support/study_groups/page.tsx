import { signal } from "@preact/signals";
import type { ApiOf } from "../../../src/pages/client/api.ts";
import { Frame } from "../../../src/pages/shell/frame.tsx";
import { openPage } from "../../../src/pages/shell/open_page.tsx";
import { session } from "../../../src/pages/shell/session.ts";
import type { studyGroupEndpoints } from "./routes.ts";

declare module "../../../src/pages/client/api.ts" {
  interface Api extends ApiOf<typeof studyGroupEndpoints> {}
}

const topics = signal<string[]>([]);

if (session.isOpen.value) {
  const groups = await session.ask("GET /api/study-groups/");
  topics.value = groups.map(({ topic }) => topic);
}

function StudyGroups() {
  return (
    <Frame>
      <main>
        <h1>Study groups</h1>
        <ul id="study-groups">{topics.value.map((topic) => <li key={topic}>{topic}</li>)}</ul>
      </main>
    </Frame>
  );
}

openPage({ title: () => "Study groups", Page: StudyGroups });
