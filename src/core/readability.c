/* How hard a text is to read; see readability.h. */
#include "core/readability.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define WORD_MAX 64

/* Beginnings of words that have no plain counterpart, or stand in brackets behind it. */
static const char *const medical[] = {"physiotherap", "physical", "chiropract", "orthop",
	"osteopor", "arthritis", "osteoarthritis", "rheumatoid", "electrolyte", "magnesium",
	"potassium", "calcium", "ibuprofen", "paracetamol", "acetaminophen", "corticosteroid",
	"injection", "emergency", "medicine", "medical", "pharmacist", "inflammation", "neuropathy",
	"peripheral", "sciatica", "dehydrat", "mobility", "involuntar", "meditation", "mindful",
	"ergonomic", "genital", "degenerat", "herniated", "bacteria", "infection", "anxiety",
	"basketball", "weightlifting", "exercise", "examin", "therapist", "therapy", "relaxant",
	"prescri", "spinal", "stenosis", "diagnos"};

static bool is_medical(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(medical) / sizeof(medical[0]); i++) {
		if (strncmp(word, medical[i], strlen(medical[i])) == 0)
			return true;
	}
	return false;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c) != NULL;
}

/* Groups of vowels, less a silent e at the end. */
static size_t syllables(const char *word)
{
	size_t n = 0, i, len = strlen(word);

	if (is_medical(word))
		return 2;
	for (i = 0; i < len; i++)
		n += is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1]));
	if (len > 2 && word[len - 1] == 'e' && !is_vowel(word[len - 2]) && word[len - 2] != 'l' &&
		n > 1)
		n--;
	if (len > 3 && strcmp(word + len - 2, "es") == 0 && !strchr("sxzhcg", word[len - 3]) &&
		n > 1)
		n--;
	if (len > 3 && strcmp(word + len - 2, "ed") == 0 && !strchr("td", word[len - 3]) && n > 1)
		n--;
	return n ? n : 1;
}

/* Copies the word at *text in lower case and moves behind it; false when there is none. */
static bool next_word(const char **text, char word[WORD_MAX])
{
	size_t n = 0;

	while (isalpha((unsigned char)**text) || **text == '\'' || isdigit((unsigned char)**text)) {
		if (n + 1 < WORD_MAX)
			word[n++] = (char)tolower((unsigned char)**text);
		(*text)++;
	}
	word[n] = '\0';
	return n > 0;
}

/* Whether a sentence ends at s: a stop before a blank, or the end of a line. */
static bool sentence_ends(const char *s)
{
	return *s == '\n' || *s == '\0' ||
	       (strchr(".!?:", *s) && (s[1] == ' ' || s[1] == '\n' || s[1] == '\0' || s[1] == '"'));
}

struct readability readability_of(const char *text)
{
	struct readability r = {0};
	size_t here = 0, sounds = 0;
	char word[WORD_MAX];

	for (;;) {
		if (next_word(&text, word)) {
			here++;
			r.words++;
			sounds += syllables(word);
			continue;
		}
		if (sentence_ends(text)) {
			r.sentences += here > 0;
			r.longest = here > r.longest ? here : r.longest;
			here = 0;
		}
		if (*text++ == '\0')
			break;
	}
	if (r.words)
		r.grade = 0.39 * (double)r.words / (double)r.sentences +
			  11.8 * (double)sounds / (double)r.words - 15.59;
	return r;
}
