import { textsOf } from "../words/texts.ts";

const ko = {
  unreadOf: "안 읽은 메시지 {n}개",
  mine: "나: {text}",
  erased: "지워진 메시지",
  ended: "대화가 끝났어요",

  backToChats: "대화 목록으로",
  leaveChat: "대화 나가기",
  leaveTitle: "이 대화에서 나갈까요?",
  leaveText: "내 목록에서 대화가 사라지고 다시 볼 수 없어요.",
  leaveDo: "나가기",
  stay: "계속 있기",
  left: "대화에서 나왔어요.",
  messages: "주고받은 메시지",
  message: "메시지",
  writeHere: "메시지를 써 보세요",
  send: "보내기",
  isTyping: "{name}님이 쓰고 있어요",
  read: "읽음",
  sending: "보내는 중",
  failed: "보내지 못했어요",
  sendAgain: "다시 보내기",
  discard: "지우기",
  closed: "대화가 끝났어요. 지금까지의 대화는 볼 수 있어요.",
  newMessage: "새 메시지",
};

const en: typeof ko = {
  unreadOf: "{n} unread messages",
  mine: "You: {text}",
  erased: "Erased message",
  ended: "This chat has ended",

  backToChats: "Back to chats",
  leaveChat: "Leave chat",
  leaveTitle: "Leave this chat?",
  leaveText: "It disappears from your list, and you cannot see it again.",
  leaveDo: "Leave",
  stay: "Stay",
  left: "You left the chat.",
  messages: "Messages",
  message: "Message",
  writeHere: "Write a message",
  send: "Send",
  isTyping: "{name} is typing",
  read: "Read",
  sending: "Sending",
  failed: "Not sent",
  sendAgain: "Send again",
  discard: "Discard",
  closed: "This chat has ended. What was said can still be read.",
  newMessage: "New message",
};

export const texts = { ko, en };

/** What the views of chats say, whatever app they are of. */
export const { t } = textsOf(texts);
