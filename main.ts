import { runProcess } from "./src/start/run_process.ts";

await runProcess();
