/* How a WebSocket connection begins; see websocket_hello.h. */
#include "sys/websocket_hello.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 section 1.3 */
#define SHA1_BYTES 20
#define ACCEPT 29 /* bytes of a key's answer with its NUL */
#define END "\r\n\r\n"
#define STATUS_LINE "HTTP/1.1 "
#define SWITCHING 101

bool websocket_hello_key(char key[WEBSOCKET_HELLO_KEY])
{
	unsigned char bytes[16];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return false;
	EVP_EncodeBlock((unsigned char *)key, bytes, sizeof(bytes));
	return true;
}

bool websocket_hello_ask(struct buf *out, const struct url *to, const char *user_agent,
	const char key[WEBSOCKET_HELLO_KEY])
{
	char host[URL_AUTHORITY_MAX];

	url_authority(to, host);
	return buf_printf(out,
		"GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"User-Agent: %s\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n",
		to->path, host, user_agent, key);
}

/* ------------------------------------------------------------------ the answer */

/* What the server has to answer to the key; false when it cannot be told. */
static bool expect(const char key[WEBSOCKET_HELLO_KEY], char accept[ACCEPT])
{
	char text[WEBSOCKET_HELLO_KEY + sizeof(GUID)];
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	size_t len = strlen(key);

	memcpy(text, key, len);
	memcpy(text + len, GUID, sizeof(GUID));
	if (EVP_Digest(text, strlen(text), hash, &n, EVP_sha1(), NULL) != 1 || n != SHA1_BYTES)
		return false;
	EVP_EncodeBlock((unsigned char *)accept, hash, SHA1_BYTES);
	return true;
}

/* The status of an answer's first line, 0 when it is none. */
static unsigned read_status(const char *s, size_t len)
{
	const size_t n = strlen(STATUS_LINE);
	unsigned status = 0;
	size_t i;

	if (len < n + 3 || memcmp(s, STATUS_LINE, n) != 0 || (len > n + 3 && s[n + 3] != ' '))
		return 0;
	for (i = n; i < n + 3; i++) {
		if (s[i] < '0' || s[i] > '9')
			return 0;
		status = status * 10 + (unsigned)(s[i] - '0');
	}
	return status;
}

/* A header line taken apart: the value without the blanks around it. */
struct field {
	const char *name, *value;
	size_t name_len, value_len;
};

static bool split(const char *line, size_t len, struct field *f)
{
	const char *colon = memchr(line, ':', len), *end = line + len;

	if (!colon)
		return false;
	f->name = line;
	f->name_len = (size_t)(colon - line);
	f->value = colon + 1;
	while (f->value < end && (*f->value == ' ' || *f->value == '\t'))
		f->value++;
	while (end > f->value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	f->value_len = (size_t)(end - f->value);
	return true;
}

static bool is_named(const struct field *f, const char *name)
{
	return f->name_len == strlen(name) && strncasecmp(f->name, name, f->name_len) == 0;
}

static bool says(const struct field *f, const char *value)
{
	return f->value_len == strlen(value) && strncasecmp(f->value, value, f->value_len) == 0;
}

/* Whether one of the words, divided by commas, is that one. */
static bool lists(const struct field *f, const char *word)
{
	const char *at = f->value, *end = f->value + f->value_len, *comma;
	struct field one = *f;

	for (; at < end; at = comma + 1) {
		comma = memchr(at, ',', (size_t)(end - at));
		if (!comma)
			comma = end;
		for (one.value = at; one.value < comma && *one.value == ' '; one.value++)
			;
		one.value_len = (size_t)(comma - one.value);
		while (one.value_len && one.value[one.value_len - 1] == ' ')
			one.value_len--;
		if (says(&one, word))
			return true;
	}
	return false;
}

/* What the lines of an answer have said so far. */
struct answer {
	bool upgrade, connection, accept, odd;
};

static void take_field(struct answer *a, const struct field *f, const char *accept)
{
	if (is_named(f, "Upgrade"))
		a->upgrade = says(f, "websocket");
	else if (is_named(f, "Connection"))
		a->connection = a->connection || lists(f, "upgrade");
	else if (is_named(f, "Sec-WebSocket-Accept"))
		a->accept = f->value_len == strlen(accept) &&
			    memcmp(f->value, accept, f->value_len) == 0;
	else if (is_named(f, "Sec-WebSocket-Extensions") || is_named(f, "Sec-WebSocket-Protocol"))
		a->odd = true; /* none was offered */
}

/* Whether the lines from at to end, each with its line end, agree to what was asked. */
static bool agrees(const char *at, const char *end, const char *accept)
{
	struct answer a = {0};
	const char *eol;
	struct field f;

	for (; at < end && !a.odd; at = eol + 2) {
		eol = memmem(at, (size_t)(end - at), "\r\n", 2);
		if (!eol || !split(at, (size_t)(eol - at), &f))
			return false;
		take_field(&a, &f, accept);
	}
	return a.upgrade && a.connection && a.accept && !a.odd;
}

enum websocket_hello websocket_hello_read(const char *data, size_t len,
	const char key[WEBSOCKET_HELLO_KEY], size_t *head_len, unsigned *status)
{
	const char *end = memmem(data, len, END, strlen(END)), *eol;
	char accept[ACCEPT];

	*head_len = 0;
	*status = 0;
	if (!end)
		return len < WEBSOCKET_HELLO_MAX ? WEBSOCKET_HELLO_MORE : WEBSOCKET_HELLO_ODD;
	*head_len = (size_t)(end - data) + strlen(END);
	eol = memmem(data, *head_len, "\r\n", 2);
	*status = read_status(data, (size_t)(eol - data));
	if (*status != SWITCHING)
		return *status ? WEBSOCKET_HELLO_REFUSED : WEBSOCKET_HELLO_ODD;
	if (!expect(key, accept) || !agrees(eol + 2, end + 2, accept))
		return WEBSOCKET_HELLO_ODD;
	return WEBSOCKET_HELLO_ACCEPTED;
}
