/* Reading and writing UTF-8; see utf8.h. */
#include "base/utf8.h"

/* Reads n continuation bytes after the lead; returns the code point or UTF8_BAD. */
static uint32_t tail(const unsigned char *s, size_t len, size_t n, uint32_t lead, uint32_t least)
{
	uint32_t cp = lead;
	size_t i;

	if (len < n + 1)
		return UTF8_BAD;
	for (i = 1; i <= n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return UTF8_BAD;
		cp = cp << 6 | (s[i] & 0x3Fu);
	}
	if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return UTF8_BAD;
	return cp;
}

size_t utf8_next(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n;

	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	if ((u[0] & 0xE0) == 0xC0) {
		n = 1;
		*cp = tail(u, len, n, u[0] & 0x1Fu, 0x80);
	} else if ((u[0] & 0xF0) == 0xE0) {
		n = 2;
		*cp = tail(u, len, n, u[0] & 0x0Fu, 0x800);
	} else if ((u[0] & 0xF8) == 0xF0) {
		n = 3;
		*cp = tail(u, len, n, u[0] & 0x07u, 0x10000);
	} else {
		*cp = UTF8_BAD;
		return 1;
	}
	/* a real U+FFFD takes its three bytes, a broken sequence only one */
	if (*cp == UTF8_BAD &&
		!(n == 2 && len >= 3 && u[0] == 0xEF && u[1] == 0xBF && u[2] == 0xBD))
		return 1;
	return n + 1;
}

bool utf8_put(struct buf *b, uint32_t cp)
{
	char out[4];

	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = UTF8_BAD;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return buf_put(b, out, 1);
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return buf_put(b, out, 2);
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return buf_put(b, out, 3);
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return buf_put(b, out, 4);
}

bool utf8_valid(const char *s, size_t len, size_t *bad)
{
	size_t i = 0, n;
	uint32_t cp;

	while (i < len) {
		n = utf8_next(s + i, len - i, &cp);
		if (cp == UTF8_BAD && n == 1) {
			if (bad)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

size_t utf8_cut(const char *s, size_t len, size_t max)
{
	size_t start = max, back;
	uint32_t cp;

	if (len <= max)
		return len;
	for (back = 0; back < 3 && start > 0 && ((unsigned char)s[start] & 0xC0) == 0x80; back++)
		start--;
	/* bytes that belong to no character may be cut anywhere */
	return start + utf8_next(s + start, len - start, &cp) > max ? start : max;
}

size_t utf8_length(const char *s, size_t len)
{
	size_t i, n = 0;
	uint32_t cp;

	for (i = 0; i < len; n++)
		i += utf8_next(s + i, len - i, &cp);
	return n;
}
