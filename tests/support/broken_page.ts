/** A server like that of `main.ts`, with an app whose page cannot be bundled. */
import { app } from "../../src/app.ts";
import { apps } from "../../src/apps.ts";
import { runProcess } from "../../src/start/run_process.ts";

const broken = app({
  name: "broken",
  events: {},
  projections: [],
  access: {},
  shares: {},
  push: {},
  page: {
    path: "/broken",
    title: { ko: "없음", en: "Broken" },
    about: { ko: "없음", en: "Broken" },
    script: new URL("./no_such_page.tsx", import.meta.url),
  },
});

await runProcess({ apps: [...apps, broken] });
