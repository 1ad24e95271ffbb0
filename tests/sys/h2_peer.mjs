// An HTTP/2 server for test_http_easy.c: node h2_peer.mjs CERTIFICATE KEY.  Prints its port, ends
// with its standard input.
//
//   /hello    200 with headers, the method and how many sessions there were so far in the body
//   /none     204
//   /silent   never answers
//   /reset    ends the stream with an error
//   /goaway   ends the session after this answer
import { createSecureServer } from 'node:http2';
import { readFileSync } from 'node:fs';

const [certificate, key] = process.argv.slice(2);
const server = createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) });
let sessions = 0;
let requests = 0;

const routes = {
	'/none': (stream) => {
		stream.respond({ ':status': 204 });
		stream.end();
	},
	'/silent': () => {},
	'/reset': (stream) => stream.close(2),
	'/goaway': (stream) => {
		stream.respond({ ':status': 200 });
		stream.end('bye');
		stream.session.goaway();
	},
};

function hello(stream, headers, body) {
	stream.respond({
		':status': 200,
		'x-ratelimit-bucket': 'abcd1234',
		'retry-after': '0.25',
		'x-saw-authorization': headers.authorization ?? 'none',
		'x-saw-agent': headers['user-agent'],
		'x-saw-type': headers['content-type'] ?? 'none',
	});
	stream.end(`${headers[':method']} ${body} sessions=${sessions} requests=${requests}`);
}

server.on('session', () => {
	sessions += 1;
});
server.on('stream', (stream, headers) => {
	requests += 1;
	let body = '';
	stream.on('error', () => {});
	stream.on('data', (piece) => {
		body += piece;
	});
	stream.on('end', () => {
		const route = routes[headers[':path']];
		if (route) route(stream);
		else hello(stream, headers, body);
	});
});
server.on('error', () => process.exit(1));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
