// `ws` and socket.io as their own documentation sets them up, on Node: node serve_node.mjs <packages> <which>
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";

const [folder, which] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const server = createServer();
const fanOut = which === "ws" ? serveWs() : serveSocketIo();
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.on("data", (bytes) => {
  for (const byte of bytes) if (byte === 10) fanOut({ match_id: 1, start_by: new Date().toISOString() });
});
process.stdin.on("end", () => process.exit());

function serveWs() {
  const { WebSocketServer } = require("ws");
  const sockets = [];
  new WebSocketServer({ server }).on("connection", (socket, request) => {
    const n = Number(request.headers["x-client"]);
    sockets[n] = socket;
    socket.on("message", (bytes) => {
      const { type, id, data } = JSON.parse(bytes);
      if (type === "call.signal") sockets[n ^ 1]?.send(JSON.stringify({ type, data }));
      socket.send(JSON.stringify({ type: "ack", id, data: { delivered: true } }));
    });
  });
  return (data) => {
    for (const socket of sockets) socket?.send(JSON.stringify({ type: "match.matched", data }));
  };
}

function serveSocketIo() {
  const { Server } = require("socket.io");
  const io = new Server(server, { connectionStateRecovery: {} });
  io.on("connection", (socket) => {
    const n = Number(socket.handshake.headers["x-client"]);
    socket.join(`person ${n}`);
    socket.on("call.signal", (data, acknowledge) => {
      io.to(`person ${n ^ 1}`).emit("call.signal", data);
      acknowledge({ delivered: true });
    });
  });
  return (data) => io.emit("match.matched", data);
}
