import { defineRefusals } from "../answers/refusals.ts";

/** Why a sign-up, a login, or a change of a profile was refused. */
const accountRefusals = defineRefusals({
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
  "auth.cookie_invalid": {
    status: 401,
    ko: "로그인 쿠키가 올바르지 않습니다. 다시 로그인해 주세요.",
    en: "The session cookie is not valid. Log in again.",
  },
  "auth.cookie_foreign": {
    status: 403,
    ko:
      "다른 사이트의 페이지는 이 사이트의 로그인 쿠키를 쓸 수 없습니다. 쿠키 없이 Authorization 헤더로 토큰을 보내 주세요.",
    en:
      "Pages of other origins cannot use this site's session cookie. Leave cookies out and send a token in the Authorization header.",
  },
  "auth.csrf_invalid": {
    status: 403,
    ko:
      "쿠키로 하는 이 요청에는 CSRF 토큰이 필요합니다. GET /api/auth/me 의 응답 헤더 X-CSRF-Token 값을 같은 이름의 헤더(폼에서는 csrf_token)로 보내 주세요. 페이지를 새로 고치면 됩니다.",
    en:
      "By cookie this request needs the CSRF token. Send the value of the X-CSRF-Token header that GET /api/auth/me answers with, in the same header (in a form: csrf_token). Reloading the page does that.",
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
    en: "Send your password too. Within {minutes} minutes of a login it is not needed.",
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
    en: "The code is not valid, has expired or was already used. Ask for another mail.",
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
    en: "This account is suspended. Suspended until: {until}",
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
    en: "This server does not send mail. Contact its operator.",
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
      "A birth date can be corrected once, within 24 hours of entering it and before you send or receive a request. A birth time can change as long as the pillars of year, month and day stay the same.",
  },
  "profile.email_set": {
    status: 409,
    ko: "이메일이 이미 있습니다. 바꾸려면 PUT /api/user/email/ 을 쓰세요.",
    en: "You already have an e-mail address. Change it with PUT /api/user/email/.",
  },
  "image.not_own": {
    status: 422,
    ko: "profile_img_url 은 POST /api/media 로 직접 올린 이미지의 주소여야 합니다.",
    en: "profile_img_url must be the URL of an image that you uploaded with POST /api/media.",
  },
  "image.invalid": {
    status: 422,
    ko: "이미지는 15MB, 6,400만 화소 이하의 JPEG, PNG, WebP, AVIF 여야 합니다.",
    en: "An image must be a JPEG, PNG, WebP or AVIF of at most 15 MB and 64 megapixels.",
  },
  "media.not_found": { status: 404, ko: "그런 파일이 없습니다.", en: "There is no such file." },
});

type AccountRefusals = typeof accountRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends AccountRefusals {}
}
