/* Folding of code points; see fold.h. */
#include "base/fold.h"

#include <utf8proc.h>

struct lookalike {
	uint32_t cp;
	char latin;
};

/* Lower-case letters that look Latin, by code point; upper-case ones are case-folded first. */
static const struct lookalike lookalikes[] = {
	{0x0131, 'i'},
	{0x0138, 'k'},
	{0x0142, 'l'},
	{0x0180, 'b'},
	{0x0185, 'b'},
	{0x0192, 'f'},
	{0x0251, 'a'},
	{0x0261, 'g'},
	{0x0269, 'i'},
	{0x026a, 'i'},
	{0x0274, 'n'},
	{0x0280, 'r'},
	{0x028b, 'v'},
	{0x028f, 'y'},
	{0x0299, 'b'},
	{0x029c, 'h'},
	{0x029f, 'l'},
	{0x03b1, 'a'},
	{0x03b3, 'y'},
	{0x03b5, 'e'},
	{0x03b7, 'n'},
	{0x03b9, 'i'},
	{0x03ba, 'k'},
	{0x03bd, 'v'},
	{0x03bf, 'o'},
	{0x03c1, 'p'},
	{0x03c3, 'o'},
	{0x03c4, 't'},
	{0x03c5, 'u'},
	{0x03c7, 'x'},
	{0x03c9, 'w'},
	{0x03f2, 'c'},
	{0x03f3, 'j'},
	{0x0430, 'a'},
	{0x0432, 'b'},
	{0x0435, 'e'},
	{0x043a, 'k'},
	{0x043c, 'm'},
	{0x043d, 'h'},
	{0x043e, 'o'},
	{0x0440, 'p'},
	{0x0441, 'c'},
	{0x0442, 't'},
	{0x0443, 'y'},
	{0x0445, 'x'},
	{0x0455, 's'},
	{0x0456, 'i'},
	{0x0458, 'j'},
	{0x0461, 'w'},
	{0x0475, 'v'},
	{0x04af, 'y'},
	{0x04bb, 'h'},
	{0x04cf, 'l'},
	{0x0501, 'd'},
	{0x050d, 'g'},
	{0x051b, 'q'},
	{0x051d, 'w'},
	{0x0561, 'w'},
	{0x0566, 'q'},
	{0x0570, 'h'},
	{0x0578, 'n'},
	{0x057d, 'u'},
	{0x0581, 'g'},
	{0x0584, 'f'},
	{0x0585, 'o'},
	{0x1d00, 'a'},
	{0x1d04, 'c'},
	{0x1d05, 'd'},
	{0x1d07, 'e'},
	{0x1d0a, 'j'},
	{0x1d0b, 'k'},
	{0x1d0d, 'm'},
	{0x1d0f, 'o'},
	{0x1d18, 'p'},
	{0x1d1b, 't'},
	{0x1d1c, 'u'},
	{0x1d20, 'v'},
	{0x1d21, 'w'},
	{0x1d22, 'z'},
};

static uint32_t plain(uint32_t cp)
{
	size_t low = 0, high = sizeof(lookalikes) / sizeof(lookalikes[0]), mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (lookalikes[mid].cp == cp)
			return (uint32_t)lookalikes[mid].latin;
		if (lookalikes[mid].cp < cp)
			low = mid + 1;
		else
			high = mid;
	}
	return cp;
}

size_t fold_char(uint32_t cp, uint32_t out[FOLD_MAX])
{
	const int options = UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
			    UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
	utf8proc_int32_t parts[FOLD_MAX];
	utf8proc_ssize_t n;
	int boundary = 0;
	size_t i;

	if (cp < 0x80) {
		out[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
		return 1;
	}
	/* looks first: the compatibility form of U+03F2, a c, is a sigma, which looks like an o */
	out[0] = plain(cp);
	if (out[0] != cp)
		return 1;
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, FOLD_MAX, options, &boundary);
	if (n < 0 || n > FOLD_MAX)
		return 0;
	for (i = 0; i < (size_t)n; i++)
		out[i] = plain((uint32_t)parts[i]);
	return (size_t)n;
}

enum fold_kind fold_kind(uint32_t cp)
{
	/* the many signs that people and phones use for an apostrophe */
	if (cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x02bc || cp == 0x00b4 ||
		cp == '`' || cp == 0x2032 || cp == 0x201b)
		return FOLD_APOSTROPHE;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO: return FOLD_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO: return FOLD_DIGIT;
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO: return FOLD_PUNCTUATION;
	case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_SK: return FOLD_SYMBOL;
	default: return FOLD_BLANK;
	}
}
