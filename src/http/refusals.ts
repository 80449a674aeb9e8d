import { defineRefusals } from "../answers/refusals.ts";

/** Why a request, or the upgrade to a socket, was not understood or not taken. */
const requestRefusals = defineRefusals({
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
    en: "The request ended before its whole body arrived. Send it again.",
  },
  "request.unknown_path": {
    status: 404,
    ko: "{path} 경로는 없습니다. 쓸 수 있는 경로는 /docs 에 있습니다.",
    en: "There is nothing at {path}. /docs lists every path.",
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
    en: "Send the body uncompressed: Content-Encoding {encoding} is not accepted.",
    example: { encoding: "gzip" },
  },
  "request.invalid": {
    status: 422,
    ko: "입력값이 올바르지 않습니다. errors 에 어디가 왜 틀렸는지 있습니다.",
    en: "Some of the input is not valid: errors says where and why.",
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
    en: "This Idempotency-Key was used before with a different body. Use a new key for a new request.",
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
    en: "Only version {version} of the WebSocket protocol is supported.",
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
    en: "There is no frame of type {type}. /asyncapi.json lists every type.",
    example: { type: "match.accept" },
  },
});

type RequestRefusals = typeof requestRefusals;

declare module "../answers/refusals.ts" {
  interface Refusals extends RequestRefusals {}
}
