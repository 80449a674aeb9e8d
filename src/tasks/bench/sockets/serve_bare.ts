/** The least that does it: Deno's own WebSocket and a list. No tokens, no recovery, no checks. */
import { takeOrders } from "./orders.ts";

const sockets: WebSocket[] = [];
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
  const n = Number(request.headers.get("x-client"));
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onopen = () => void (sockets[n] = socket);
  socket.onmessage = ({ data }) => {
    const { type, id, data: said } = JSON.parse(data);
    if (type === "call.signal") sockets[n ^ 1]?.send(JSON.stringify({ type, data: said }));
    socket.send(JSON.stringify({ type: "ack", id, data: { delivered: true } }));
  };
  return response;
});
console.log(JSON.stringify({ port: server.addr.port }));
await takeOrders(() => {
  const data = { match_id: 1, start_by: new Date().toISOString() };
  for (const socket of sockets) socket?.send(JSON.stringify({ type: "match.matched", data }));
});
Deno.exit();
