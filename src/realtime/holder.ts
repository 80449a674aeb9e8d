import { isRefusal, type Refusal, refuse } from "../answers/refusals.ts";
import { makePace, type PaceOptions } from "../http/pace.ts";
import type { Identity } from "../http/request.ts";
import type { System } from "../system.ts";
import { type Connection, makeConnection } from "./connection.ts";
import type { SocketOptions } from "./serve_socket.ts";
import type { Wire } from "./wire.ts";

/** How often a socket may resume: each resume reads the log. */
const resumptions: PaceOptions = { perSecond: 0.2, burst: 10 };

/** Whose a socket is: nobody's at first, then one person's until its end. */
export type Holder = {
  connection(): Connection | undefined;
  /** Binds the socket to a person who is known already, if they may use it. */
  welcome(identity: Identity): void;
  /** Binds the socket to the person of a token, or renews their token. `answer` comes before the welcome. */
  authenticate(token: string, answer: (outcome: object | Refusal) => void): Promise<void>;
  /** No `resume` comes first. */
  begin(): void;
  /** Refuses someone who resumes too often. */
  resume(connection: Connection, cursor: string): Promise<Refusal | undefined>;
  leave(): void;
};

/** @param admitted called once it is known whose the socket is */
export function makeHolder(
  wire: Wire,
  { resumes, admitted }: { resumes: boolean; admitted(): void },
  { system, hub, brought: { push }, limits, cursorsOf }: SocketOptions,
): Holder {
  const mayResume = makePace(resumptions);
  let connection: Connection | undefined;
  let begun = false;
  // starts at the upgrade: a client may be gone before its socket opens
  let timer = setTimeout(() => wire.close("authTimeout"), limits.authWithinMs);

  /** No await before the welcome, so nothing is sent ahead of it. */
  function meet(identity: Identity): void {
    clearTimeout(timer);
    admitted();
    const { heartbeat, resumeWithinMs } = limits;
    const cursors = cursorsOf(identity.userId);
    connection = makeConnection({ ...wire, system, push, cursors, identity, resumes, heartbeat });
    connection.greet();
    hub.join(connection);
    timer = setTimeout(begin, resumeWithinMs);
  }

  function begin(): void {
    if (begun) return;
    clearTimeout(timer);
    begun = true;
    connection?.begin();
  }

  return {
    connection: () => connection,
    welcome(identity) {
      if (isWelcome(identity, wire, system)) meet(identity);
    },
    async authenticate(token, answer) {
      const identity = await judge(system, token, connection?.identity.userId);
      if (isRefusal(identity)) {
        answer(identity);
        if (!connection) wire.close("unauthorized");
        return;
      }
      if (!connection && !isWelcome(identity, wire, system)) return;
      connection?.renew(identity);
      answer({ expires_at: identity.expiresAt.toISOString() });
      if (!connection) meet(identity);
    },
    begin,
    async resume(connection, cursor) {
      if (!mayResume(performance.now())) return refuse("request.too_many", { seconds: 5 });
      clearTimeout(timer);
      begun = true;
      await connection.resume(cursor);
    },
    leave() {
      clearTimeout(timer);
      if (connection) hub.leave(connection);
    },
  };
}

/** Whether this person may use the socket now. If not, closes it. */
function isWelcome({ userId, sessionId }: Identity, wire: Wire, { endedSessions, standing }: System): boolean {
  // the socket may have closed while the token was checked; joining the hub now would never be undone
  if (!wire.isOpen()) return false;
  // the session may have ended while the socket opened, before anything could close it
  if (endedSessions.has(sessionId)) wire.close("sessionEnded");
  else if (standing.refusal(userId)) wire.close("barred");
  return wire.isOpen();
}

/** The holder of a token, or a refusal: a socket never changes its person. */
async function judge(system: System, token: string, holder: number | undefined): Promise<Identity | Refusal> {
  const identity = await system.authenticate(token);
  if (isRefusal(identity)) return identity;
  if (identity.suspended) return identity.suspended;
  if (holder !== undefined && holder !== identity.userId) return refuse("auth.token_invalid");
  return identity;
}
