// A chat server on Node.js, to stand beside the workbook's: node chat.mjs PORT
//
// It speaks the workbook's protocol, in one room, without history. All lines of one turn of the event loop are
// collected; at its end each client gets them in one write, and those who said nothing share one buffer.

import net from 'node:net';

const PROMPT = '[ENTER YOUR NAME]: ';
const LONGEST_LINE = 64 * 1024;
const LARGEST_BACKLOG = 16 * 1024 * 1024; // who has this much waiting has stopped reading, and is let go

const room = new Map(); // name -> client; one without a name isn't in it, and hears nothing
let lines = []; // of this turn
let time = null; // of this turn, once it is asked for

function connected(socket) {
    const client = { socket, name: null, unfinished: '', notForIt: new Set() }; // the last: indices in lines
    socket.setNoDelay(true).setEncoding('utf8'); // the decoder waits for the rest of a character
    socket.on('data', text => received(client, text));
    socket.on('end', () => leave(client));
    socket.on('error', () => {}); // a reset, say; 'close' comes next
    socket.on('close', () => leave(client));
    socket.write('node\n' + PROMPT);
}

function received(client, text) {
    const whole = (client.unfinished + text).split(/\r?\n/);
    client.unfinished = whole.pop();
    for (const line of whole.filter(line => line.trim() !== '')) {
        if (client.socket.writableEnded) return; // it has quit
        if (line === '/quit') {
            leave(client);
            client.socket.end();
        } else if (client.name === null) {
            join(client, line.trim());
        } else {
            tell(`[${time ??= now()}][${client.name}]: ${line}\n`, client);
        }
    }
    if (client.unfinished.length > LONGEST_LINE) client.socket.destroy();
}

function join(client, name) {
    if (room.has(name)) return client.socket.write('* That name is taken.\n' + PROMPT);
    client.name = name;
    client.notForIt = new Set(lines.keys()); // said before it came
    room.set(name, client);
    tell(`* ${name} has joined lobby\n`, client);
}

function leave(client) {
    if (room.get(client.name) !== client) return;
    room.delete(client.name);
    tell(`* ${client.name} has left lobby\n`, client);
}

/** To all but the one it comes from, at the end of the turn, when every socket that was ready has been read. */
function tell(line, from) {
    if (lines.length === 0) setImmediate(deliver);
    from.notForIt.add(lines.length);
    lines.push(line);
}

function deliver() {
    const all = Buffer.from(lines.join(''));
    for (const { socket, notForIt } of room.values()) {
        if (notForIt.size === 0) {
            socket.write(all);
        } else if (notForIt.size < lines.length) {
            socket.write(lines.filter((_, index) => !notForIt.has(index)).join(''));
        }
        notForIt.clear();
        if (socket.writableLength > LARGEST_BACKLOG) socket.destroy();
    }
    lines = [];
    time = null;
}

/** The local time, as yyyy-MM-dd HH:mm:ss. */
function now() {
    const local = Date.now() - new Date().getTimezoneOffset() * 60_000;
    return new Date(local).toISOString().slice(0, 19).replace('T', ' ');
}

const port = Number(process.argv[2]);
net.createServer(connected).listen({ port, host: '127.0.0.1', backlog: 1024 },
    () => console.log(`node listening on 127.0.0.1:${port}`));
