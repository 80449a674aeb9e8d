/**
 * A reason not to do what was asked: HTTP status, and a sentence in Korean and English. `{name}` takes a detail;
 * `example` has one for each, for the documents.
 */
type Reason = { status: number; ko: string; en: string; example?: Details };
/** What the sentence's `{names}` stand for; never a secret, never personal data. */
type Details = Record<string, string | number>;

const reasons = {
  // the request itself
  "request.unreadable": {
    status: 400,
    ko: "요청 본문을 읽을 수 없습니다: {problem}",
    en: "The request body cannot be read: {problem}",
    example: { problem: "it is not JSON." },
  },
  "request.broken_off": {
    status: 400,
    ko: "요청 본문이 오다가 끊겼습니다. 다시 보내 주세요.",
    en: "The request broke off before its body was there. Send it again.",
  },
  "request.unknown_path": {
    status: 404,
    ko: "{path} 경로는 없습니다. 쓸 수 있는 경로는 /docs 에 있습니다.",
    en: "There is nothing at {path}. See /docs for the paths there are.",
    example: { path: "/api/nothing" },
  },
  "request.method": {
    status: 405,
    ko: "이 경로는 {allowed} 만 받습니다.",
    en: "This path takes {allowed} only.",
    example: { allowed: "GET, HEAD, OPTIONS" },
  },
  "request.timeout": {
    status: 408,
    ko: "요청이 {seconds}초 안에 다 오지 않았습니다. 다시 보내 주세요.",
    en: "The request did not arrive within {seconds} s. Send it again.",
    example: { seconds: 30 },
  },
  "request.too_large": {
    status: 413,
    ko: "요청 본문이 너무 큽니다. 최대 {limit} 바이트입니다.",
    en: "The request body is too large: at most {limit} bytes.",
    example: { limit: 1_000_000 },
  },
  "request.media_type": {
    status: 415,
    ko: "Content-Type 은 {allowed} 이어야 합니다.",
    en: "The Content-Type must be {allowed}.",
    example: { allowed: "application/json (UTF-8)" },
  },
  "request.content_encoding": {
    status: 415,
    ko: "본문은 압축하지 않고 보내 주세요: Content-Encoding {encoding} 은 받지 않습니다.",
    en: "Send the body without Content-Encoding: {encoding} is not read here.",
    example: { encoding: "gzip" },
  },
  "request.invalid": {
    status: 422,
    ko: "입력값이 올바르지 않습니다. errors 에 어디가 왜 틀렸는지 있습니다.",
    en: "Some of the input is not valid; errors says which and why.",
  },
  "request.too_many": {
    status: 429,
    ko: "요청이 너무 잦습니다. {seconds}초 뒤에 다시 해 주세요.",
    en: "Too many requests. Try again in {seconds} s.",
    example: { seconds: 3 },
  },
  "request.key_reused": {
    status: 422,
    ko: "같은 Idempotency-Key 로 다른 본문을 보냈습니다. 새 요청에는 새 키를 쓰세요.",
    en: "This Idempotency-Key came before with another body. Use a new key for a new request.",
  },
  "server.busy": {
    status: 503,
    ko: "지금은 처리할 수 없습니다. 잠시 뒤에 다시 해 주세요.",
    en: "This cannot be done right now. Try again in a moment.",
  },
  "server.error": {
    status: 500,
    ko: "서버에 문제가 생겼습니다. 요청 번호 {requestId} 와 함께 알려 주세요.",
    en: "Something went wrong on the server. Report it with request id {requestId}.",
    example: { requestId: "5f0c2f3e-9b1c-4a53-8f3a-0a4e1c7d9b21" },
  },

  // sockets
  "socket.upgrade_required": {
    status: 426,
    ko: "이 경로는 WebSocket 입니다. 설명은 /asyncapi.json 에 있습니다.",
    en: "This path is a WebSocket. /asyncapi.json describes it.",
  },
  "socket.upgrade_malformed": {
    status: 400,
    ko: "WebSocket 연결 요청이 올바르지 않습니다. {part} 부분을 확인해 주세요.",
    en: "This is not a well-formed WebSocket upgrade: check {part}.",
    example: { part: "Connection: Upgrade" },
  },
  "socket.upgrade_version": {
    status: 426,
    ko: "WebSocket 프로토콜 {version} 버전만 쓸 수 있습니다.",
    en: "Only version {version} of the WebSocket protocol is spoken here.",
    example: { version: 13 },
  },
  "socket.unreadable": {
    status: 400,
    ko: "프레임을 읽을 수 없습니다. JSON {type, id?, data} 로 보내 주세요.",
    en: "The frame cannot be read. Send JSON: {type, id?, data}.",
  },
  "socket.unknown_type": {
    status: 422,
    ko: "{type} 프레임은 없습니다. 쓸 수 있는 종류는 /asyncapi.json 에 있습니다.",
    en: "There is no frame of type {type}. /asyncapi.json lists those there are.",
    example: { type: "match.accept" },
  },

  // accounts
  "auth.required": {
    status: 401,
    ko: "로그인이 필요합니다. Authorization: Bearer <access_token> 헤더를 보내 주세요.",
    en: "Log in first: send the header Authorization: Bearer <access_token>.",
  },
  "auth.token_invalid": {
    status: 401,
    ko: "토큰이 올바르지 않거나 만료되었습니다. 다시 로그인하거나 토큰을 갱신해 주세요.",
    en: "The token is not valid or has expired. Refresh it or log in again.",
  },
  "auth.session_ended": {
    status: 401,
    ko: "세션이 종료되었습니다. 다시 로그인해 주세요.",
    en: "This session has ended. Log in again.",
  },
  "auth.refresh_invalid": {
    status: 401,
    ko: "리프레시 토큰이 올바르지 않거나 만료되었습니다. 다시 로그인해 주세요.",
    en: "The refresh token is not valid or has expired. Log in again.",
  },
  "auth.login_failed": {
    status: 401,
    ko: "아이디 또는 비밀번호가 올바르지 않습니다.",
    en: "The username or the password is not right.",
  },
  "auth.password_needed": {
    status: 401,
    ko: "비밀번호를 함께 보내 주세요. 로그인한 지 {minutes}분이 안 되었으면 없어도 됩니다.",
    en: "Send the password too; it is not needed within {minutes} minutes of a login.",
    example: { minutes: 5 },
  },
  "auth.password_wrong": {
    status: 403,
    ko: "현재 비밀번호가 올바르지 않습니다.",
    en: "The current password is not right.",
  },
  "auth.mail_token_invalid": {
    status: 422,
    ko: "코드가 올바르지 않거나 만료되었거나 이미 쓰였습니다. 메일을 다시 요청해 주세요.",
    en: "The code is not valid, has expired or was used already. Ask for another mail.",
  },
  "auth.staff_only": {
    status: 403,
    ko: "운영자만 할 수 있습니다.",
    en: "Only staff may do this.",
  },
  "auth.too_many_failures": {
    status: 429,
    ko: "로그인에 여러 번 실패했습니다. {seconds}초 뒤에 다시 해 주세요.",
    en: "Too many failed logins. Try again in {seconds} s.",
    example: { seconds: 240 },
  },
  "account.suspended": {
    status: 403,
    ko: "이용이 정지된 계정입니다. 정지 해제: {until}",
    en: "This account is suspended. It may be used again: {until}",
    example: { until: "2026-04-01T00:00:00.000Z" },
  },
  "account.unknown": { status: 404, ko: "그런 사용자가 없습니다.", en: "There is no such person." },
  "account.username_taken": {
    status: 409,
    ko: "이미 사용 중이거나 사용 중인 것과 똑같아 보이는 아이디입니다. 다른 아이디를 골라 주세요.",
    en: "This username, or one that looks like it, is taken. Choose another.",
  },
  "account.email_taken": {
    status: 409,
    ko: "이미 다른 계정이 쓰는 이메일입니다.",
    en: "This e-mail address belongs to another account.",
  },
  "account.too_many_sign_ups": {
    status: 429,
    ko: "이 네트워크에서 계정이 너무 많이 만들어졌습니다. {seconds}초 뒤에 다시 해 주세요.",
    en: "Too many accounts were made from this network. Try again in {seconds} s.",
    example: { seconds: 42 },
  },
  "mail.unavailable": {
    status: 503,
    ko: "이 서버는 메일을 보내지 않습니다. 운영자에게 문의해 주세요.",
    en: "This server sends no mail. Ask whoever runs it.",
  },
  "account.too_young": {
    status: 422,
    ko: "만 {minAge}세 이상만 이용할 수 있습니다.",
    en: "You must be at least {minAge} years old.",
    example: { minAge: 19 },
  },
  "account.session_unknown": {
    status: 404,
    ko: "그런 세션이 없습니다. 내 세션은 GET /api/auth/sessions/ 에 있습니다.",
    en: "There is no such session. Yours are at GET /api/auth/sessions/.",
  },
  "consent.required": {
    status: 409,
    ko: "먼저 동의가 필요합니다. {link} 로 동의할 항목: {missing}",
    en: "Your consent is needed first: {link} with {missing}",
  },
  "profile.required": {
    status: 409,
    ko: "먼저 프로필을 채워 주세요. {link} 로 보낼 항목: {missing}",
    en: "Fill in your profile first: {link} with {missing}",
  },
  "profile.birth_date_fixed": {
    status: 409,
    ko:
      "생년월일은 처음 적은 지 24시간 안에, 대화 요청을 주고받기 전에 한 번만 고칠 수 있습니다. 태어난 시각은 연주, 월주, 일주가 그대로이면 언제든 고칠 수 있습니다.",
    en:
      "A birth date may be corrected once, within 24 hours of its first entry and before anybody was asked. A birth time may change while the pillars of year, month and day stay the same.",
  },
  "profile.email_set": {
    status: 409,
    ko: "이메일이 이미 있습니다. 바꾸려면 PUT /api/user/email/ 을 쓰세요.",
    en: "You have an e-mail address already. Change it with PUT /api/user/email/.",
  },
  "image.not_own": {
    status: 422,
    ko: "profile_img_url 은 POST /api/media 로 직접 올린 이미지의 주소여야 합니다.",
    en: "profile_img_url must be of an image that you stored with POST /api/media.",
  },
  "image.invalid": {
    status: 422,
    ko: "이미지는 15MB, 6,400만 화소 이하의 JPEG, PNG, WebP, AVIF 여야 합니다.",
    en: "An image must be a JPEG, PNG, WebP or AVIF of at most 15 MB and 64 megapixels.",
  },
  "media.not_found": { status: 404, ko: "그런 파일이 없습니다.", en: "There is no such file." },

  // random calls
  "match.in_call": {
    status: 409,
    ko: "통화 중에는 매칭을 요청할 수 없습니다. 먼저 통화를 끝내 주세요.",
    en: "You cannot ask for a match while in a call. End the call first.",
  },
  "match.awaiting_call": {
    status: 409,
    ko: "이미 매칭되었습니다. POST /api/call/start/ 로 통화를 시작해 주세요.",
    en: "You are matched already. Start the call with POST /api/call/start/.",
  },
  "match.cancelled": {
    status: 409,
    ko: "매칭 대기가 취소되었습니다. 다시 요청해 주세요.",
    en: "The wait for a match was cancelled. Ask again.",
  },
  "match.not_waiting": {
    status: 409,
    ko: "두 사람이 모두 대기 중이어야 합니다.",
    en: "Both people must be waiting.",
  },
  "match.not_fitting": {
    status: 409,
    ko: "두 사람의 조건이 서로 맞지 않습니다.",
    en: "The two people do not meet each other's conditions.",
  },
  "match.unknown": { status: 404, ko: "그런 매칭이 없습니다.", en: "There is no such match." },
  "match.decided_otherwise": {
    status: 409,
    ko: "이미 다르게 결정했습니다. 결정은 바꿀 수 없습니다.",
    en: "You decided otherwise already; a decision stands.",
  },
  "match.not_made": {
    status: 409,
    ko: "두 사람이 모두 수락한 매칭만 통화를 시작할 수 있습니다.",
    en: "A call can start only after both have accepted the match.",
  },
  "match.lapsed": {
    status: 409,
    ko: "통화를 시작하기 전에 끝난 매칭입니다. 쓴 보석은 돌려드렸습니다.",
    en: "This match ended before its call began; the gems went back.",
  },
  "call.unknown": { status: 404, ko: "그런 통화가 없습니다.", en: "There is no such call." },
  "call.ended": { status: 409, ko: "이미 끝난 통화입니다.", en: "This call has ended." },
  "call.not_ended": {
    status: 409,
    ko: "통화가 끝난 뒤에 평가할 수 있습니다.",
    en: "A call can be rated once it has ended.",
  },
  "rating.already_given": {
    status: 409,
    ko: "이미 평가한 통화입니다.",
    en: "You have rated this call already.",
  },
  "rating.too_late": {
    status: 409,
    ko: "통화가 끝난 지 7일이 지나 평가할 수 없습니다.",
    en: "A call can be rated within 7 days of its end.",
  },

  // introductions
  "introduction.unknown": {
    status: 404,
    ko: "그런 대화 요청이 없습니다. 내 요청은 GET /api/matches 에 있습니다.",
    en: "There is no such request. Yours are at GET /api/matches.",
  },
  // the seed's own words, in every language
  "introduction.exists": { status: 409, ko: "Match request already exists", en: "Match request already exists" },
  "introduction.not_receiver": {
    status: 403,
    ko: "요청을 받은 사람만 결정할 수 있습니다.",
    en: "Only whoever was asked decides.",
  },
  "introduction.not_requester": {
    status: 403,
    ko: "요청을 보낸 사람만 거둘 수 있습니다.",
    en: "Only the person who asked can withdraw a request.",
  },
  "introduction.not_open": {
    status: 409,
    ko: "더 이상 대답을 기다리지 않는 요청입니다.",
    en: "This request is no longer waiting for an answer.",
  },
  "introduction.decided_otherwise": {
    status: 409,
    ko: "이미 다르게 결정한 요청입니다. 결정은 바꿀 수 없습니다.",
    en: "You decided otherwise already; a decision stands.",
  },
  "introduction.closed": {
    status: 409,
    ko: "이 요청은 더 이상 수락할 수 없습니다.",
    en: "This request can be accepted no more.",
  },

  // chats
  "chat.unknown": {
    status: 404,
    ko: "그런 대화가 없습니다. 내 대화는 GET /api/chats 에 있습니다.",
    en: "There is no such chat. Yours are at GET /api/chats.",
  },
  "chat.closed": {
    status: 409,
    ko: "끝난 대화입니다. 지금까지의 대화는 볼 수 있습니다.",
    en: "This chat has ended. What was said can still be read.",
  },
  "message.client_id_used": {
    status: 422,
    ko: "이 client_id 로는 이미 다른 내용을 보냈습니다. 새 메시지에는 새 client_id 를 쓰세요.",
    en: "Something else was sent under this client_id before. Use a new client_id for a new message.",
  },
  "message.unknown": { status: 404, ko: "그런 메시지가 없습니다.", en: "There is no such message." },

  // blocks and reports
  "block.unknown": {
    status: 404,
    ko: "그런 차단이 없습니다. 내 차단 목록은 GET /api/blocks 에 있습니다.",
    en: "There is no such block. Yours are at GET /api/blocks.",
  },

  "report.unknown": { status: 404, ko: "그런 신고가 없습니다.", en: "There is no such report." },
  "report.own_case": {
    status: 403,
    ko: "본인이 관련된 신고입니다. 다른 운영자가 처리해야 합니다.",
    en: "You are one of the two of this report: another member of staff must deal with it.",
  },
  "report.resolved": {
    status: 409,
    ko: "이미 다르게 처리된 신고입니다.",
    en: "This report was resolved otherwise already.",
  },
  "account.is_staff": {
    status: 403,
    ko: "운영자 계정은 정지할 수 없습니다. 먼저 deno task staff remove 로 해제해 주세요.",
    en: "Staff cannot be suspended; first dismiss them with deno task staff remove.",
  },
  "suspension.past": {
    status: 422,
    ko: "until 은 앞으로 올 시각이어야 합니다.",
    en: "until must be a time to come.",
  },

  // gems
  "gems.not_enough": {
    status: 402,
    ko: "보석이 부족합니다: {needed}개가 필요하고 {balance}개가 있습니다.",
    en: "Not enough gems: {needed} needed, {balance} there.",
    example: { needed: 15, balance: 5 },
  },
  "payment.invalid": {
    status: 422,
    ko: "결제 토큰을 확인할 수 없습니다: {problem}",
    en: "The payment token could not be verified: {problem}",
    example: { problem: "make one with: deno task payment-token --product gems_100" },
  },
  "payment.provider_unknown": {
    status: 422,
    ko: "{provider} 결제는 지원하지 않습니다. 지원: {allowed}",
    en: "Payments by {provider} are not taken here, only {allowed}.",
    example: { provider: "paypal", allowed: "development" },
  },
  "payment.of_another": {
    status: 409,
    ko: "이미 다른 계정에 충전된 결제입니다.",
    en: "This payment was credited to another account.",
  },
  "payment.revoked": {
    status: 409,
    ko: "환불된 결제입니다.",
    en: "This payment was refunded.",
  },
} satisfies Record<string, Reason>;

/** Every refusal there is. A code is a promise to clients: it never changes its meaning. */
export type RefusalCode = keyof typeof reasons;

/** A refusal is a value: what was asked was understood and is not done. */
export type Refusal = {
  refusal: RefusalCode;
  details: Details;
  /** For bad input: where it is wrong, and why. */
  errors?: { path: string; message: string }[];
  /** The request that sets what is missing. */
  link?: Link;
  /** What there is to agree to. */
  consents?: { kind: string; version: string }[];
};

/** A request and the fields to send with it. */
export type Link = { method: string; path: string; missing: string[] };

/** Makes a refusal. */
export function refuse(
  refusal: RefusalCode,
  details: Details = {},
  errors?: { path: string; message: string }[],
): Refusal {
  return errors ? { refusal, details, errors } : { refusal, details };
}

/**
 * What an app answers to someone who has not said of themselves what it needs.
 *
 * @param by the request that sets it
 * @param said each field of that request, and what is known of it; null where it is missing
 */
export function profileRequired(
  { method, path }: { method: string; path: string },
  said: Record<string, unknown>,
): Refusal {
  const missing = Object.keys(said).filter((field) => said[field] === null || said[field] === undefined);
  const details = { link: `${method} ${path}`, missing: missing.join(", ") };
  return { ...refuse("profile.required", details), link: { method, path, missing } };
}

/**
 * What someone is told who has yet to agree to something.
 *
 * @param by the request that takes consents
 */
export function consentRequired(
  { method, path }: { method: string; path: string },
  consents: { kind: string; version: string }[],
): Refusal {
  const missing = consents.map(({ kind }) => kind);
  const details = {
    link: `${method} ${path}`,
    missing: consents.map((one) => `${one.kind} ${one.version}`).join(", "),
  };
  return { ...refuse("consent.required", details), link: { method, path, missing }, consents };
}

/** Whether a value is a refusal and not an answer. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refusal" in value && "details" in value;
}

/** Every code. */
export const refusalCodes = Object.keys(reasons) as RefusalCode[];

/** A refusal as it may come, for the documents. */
export function exampleOfRefusal(code: RefusalCode): Refusal {
  if (code === "profile.required") {
    return profileRequired({ method: "PUT", path: "/api/user/profile/" }, { username: null });
  }
  if (code === "consent.required") {
    return consentRequired({ method: "POST", path: "/api/users/me/consents" }, [{ kind: "terms", version: "2026-01" }]);
  }
  const { example = {} }: Reason = reasons[code];
  return refuse(code, example);
}

/** The HTTP status of a code. */
export function statusOf(code: RefusalCode): number {
  return reasons[code].status;
}

/** The sentence of a refusal in one of the two languages. */
export function sentence({ refusal, details }: Refusal, language: "ko" | "en"): string {
  return reasons[refusal][language].replace(/\{(\w+)\}/g, (_, name) => String(details[name] ?? ""));
}
